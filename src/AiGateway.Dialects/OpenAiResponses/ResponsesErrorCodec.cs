using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.OpenAi;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>OpenAI's <c>error</c> object; in streams an <c>error</c> event, or a response that has failed.</summary>
internal sealed class ResponsesErrorCodec : ErrorCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ResponsesErrorCodec Instance = new();

    private ResponsesErrorCodec()
    {
    }

    /// <inheritdoc/>
    public override ErrorDetail Read(int status, ErrorFacts facts, string requestId)
    {
        // What an event or a response is called says nothing of what went wrong.
        var type = facts.Type switch
        {
            "requests" or "tokens" => "rate_limit_error",
            "error" or "failed" or "response.failed" => null,
            _ => facts.Type,
        };
        var judged = status is >= 400 and < 600 ? status : StatusOf(facts.Code) ?? ErrorWords.StatusOf(type, facts.Code);
        return new ErrorDetail(
            judged, type ?? ErrorWords.TypeOf(judged), facts.Code ?? ErrorWords.CodeOf(judged), facts.Message ?? "The provider reported an error.", null, requestId);
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, in ErrorDetail error) => OpenAiError.Write(output, error);

    /// <inheritdoc/>
    public override void WriteEvent(IBufferWriter<byte> output, in ErrorDetail error) => OpenAiError.WriteResponsesEvent(output, error);

    // The codes of failed responses, which have no status.
    private static int? StatusOf(string? code) => code switch
    {
        "server_is_overloaded" or "slow_down" => 503,
        "vector_store_timeout" => 504,
        "invalid_prompt" or "bio_policy" or "cyber_policy" or "data_residency_mismatch" => 400,
        not null when code.Contains("image", StringComparison.Ordinal) => 400,
        _ => null,
    };
}
