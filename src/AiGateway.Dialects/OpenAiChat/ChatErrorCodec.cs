using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.OpenAi;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>OpenAI's <c>error</c> object. Its words are the contract's.</summary>
internal sealed class ChatErrorCodec : ErrorCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ChatErrorCodec Instance = new();

    private ChatErrorCodec()
    {
    }

    /// <inheritdoc/>
    public override ErrorDetail Read(int status, ErrorFacts facts, string requestId)
    {
        var type = facts.Type is "requests" or "tokens" ? "rate_limit_error" : facts.Type;
        var judged = status is >= 400 and < 600 ? status : ErrorWords.StatusOf(type, facts.Code);
        return new ErrorDetail(
            judged, type ?? ErrorWords.TypeOf(judged), facts.Code ?? ErrorWords.CodeOf(judged), facts.Message ?? "The provider reported an error.", null, requestId);
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, in ErrorDetail error) => OpenAiError.Write(output, error);

    /// <inheritdoc/>
    public override void WriteEvent(IBufferWriter<byte> output, in ErrorDetail error) => OpenAiError.WriteEvent(output, error);
}
