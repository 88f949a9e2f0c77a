using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Reads and writes a dialect's whole answers. Stateless.</summary>
internal abstract class AnswerCodec
{
    /// <summary>What the dialect calls each field, and what becomes of it where the dialect is the caller's.</summary>
    public abstract AnswerTable Fields { get; }

    /// <summary>Reads an answer. Never throws.</summary>
    /// <param name="body">The whole body; the answer points into it. White space may stand ahead of it.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>False where the body is no answer of this dialect: an error told under a 200, for one.</returns>
    public bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out ConversationAnswer? answer)
    {
        answer = null;
        if (!Utf8.IsValid(body.Span))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(body, JsonView.Options);
            answer = Read(new JsonView(document.RootElement, body));
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Text that is no text is found by looking at it, so part of an answer may have been read.
            answer = null;
        }

        return answer is not null;
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="context">What no answer says.</param>
    public void Write(IBufferWriter<byte> output, ConversationAnswer answer, AnswerContext context)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        var named = CallIds.Fill(context.Id.IsGiven ? answer with { Id = context.Id } : answer, context);
        Write(writer, context.Request is null ? named : FreeformEmulation.Unwrap(named, context.Request), context);
    }

    /// <summary>Writes an answer as a JSON object.</summary>
    protected abstract void Write(Utf8JsonWriter writer, ConversationAnswer answer, AnswerContext context);

    /// <summary>Reads an answer; null where the value is none.</summary>
    protected abstract ConversationAnswer? Read(JsonView body);
}
