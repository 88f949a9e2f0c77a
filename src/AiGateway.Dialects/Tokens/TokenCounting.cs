using System.Buffers;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Tokens;

/// <summary>Answers how many tokens a conversation is where its provider does not count.</summary>
public static class TokenCounting
{
    /// <summary>Writes an estimate, as the operation's dialect answers.</summary>
    /// <param name="operation">What was asked for; its task is to count tokens.</param>
    /// <param name="body">The caller's body, in one piece.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="fault">Why there is none.</param>
    public static bool TryEstimate(Operation operation, ReadOnlyMemory<byte> body, IBufferWriter<byte> output, out TranslationFault fault)
    {
        var codecs = operation.Codecs!;
        if (!codecs.Request.TryRead(codecs.Counting!.RequestIn(body), out var request, out fault))
        {
            return false;
        }

        var unseen = request.PreviousAnswer.IsGiven ? ConversationField.PreviousAnswer
            : !request.StoredConversation.IsEmpty ? ConversationField.StoredConversation
            : !request.StoredPrompt.IsEmpty ? ConversationField.StoredPrompt
            : (ConversationField?)null;
        if (unseen is { } field)
        {
            fault = new TranslationFault(codecs.Request.Fields[field].Name, "refers to what is not in the request, and the provider of this model does not count tokens");
            return false;
        }

        codecs.Counting.WriteAnswer(output, TokenEstimate.Of(request));
        return true;
    }
}
