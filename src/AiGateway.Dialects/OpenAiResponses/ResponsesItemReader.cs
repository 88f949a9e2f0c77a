using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Reads the items that a model makes beside messages, in requests and in answers.</summary>
internal static class ResponsesItemReader
{
    // An item's own id and status mean something to whoever has stored it.
    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAiResponses,
        "id", "type", "status", "role", "content", "call_id", "name", "namespace", "arguments", "input", "output", "summary", "encrypted_content");

    private static readonly JsonString s_blankLine = JsonString.Of("\n\n");

    /// <summary>Reads a call or reasoning; null where the item is neither.</summary>
    public static Part? Read(JsonView item)
    {
        var type = item["type"u8];
        if (type.Is("function_call"u8))
        {
            return new ToolCallPart(item["call_id"u8].Text, NameOf(item), ReadArguments(item["arguments"u8])) { Extras = ExtrasOf(item) };
        }

        if (type.Is("custom_tool_call"u8))
        {
            return new ToolCallPart(item["call_id"u8].Text, NameOf(item), item["input"u8].Text.Decode()) { IsFreeform = true, Extras = ExtrasOf(item) };
        }

        return type.Is("reasoning"u8) ? ReadReasoning(item) : null;
    }

    /// <summary>Whether what was read of an item is reasoning of which nothing is told: models that think give it out where nobody asks to see it.</summary>
    public static bool IsNothing(Part part) => part is ReasoningPart { Text.IsEmpty: true, Signature: null };

    /// <summary>What the hub has no word for in an item.</summary>
    public static IReadOnlyList<ExtraMember> ExtrasOf(JsonView item) => s_known.Extras(item);

    /// <summary>Reads <c>encrypted_content</c>: the signature of reasoning, or reasoning itself.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="hasWords">The reasoning can be read besides.</param>
    /// <param name="isSealed">It is the reasoning itself.</param>
    public static Signature ReadSignature(JsonString text, bool hasWords, out bool isSealed)
    {
        var signature = SignatureTag.Read(text, DialectFamily.OpenAiResponses, out var isSaidToBe);
        isSealed = isSaidToBe ?? !hasWords;
        return signature;
    }

    private static JsonString NameOf(JsonView call) => ResponsesNamespace.Qualify(call["namespace"u8].Text, call["name"u8].Text);

    // The reasoning itself, where it is told, and else its summary.
    private static Part ReadReasoning(JsonView item)
    {
        var text = Join(item["content"u8]);
        text = text.IsEmpty ? Join(item["summary"u8]) : text;
        var extras = ExtrasOf(item);
        if (item["encrypted_content"u8].Text is not { IsEmpty: false } encrypted)
        {
            return new ReasoningPart(text) { Extras = extras };
        }

        var signature = ReadSignature(encrypted, !text.IsEmpty, out var isSealed);
        return isSealed ? new SealedReasoningPart(signature) { Extras = extras } : new ReasoningPart(text) { Signature = signature, Extras = extras };
    }

    private static JsonString Join(JsonView pieces)
    {
        var texts = new List<JsonString>(pieces.Count);
        foreach (var piece in pieces.Items)
        {
            texts.Add(piece["text"u8].Text);
        }

        return JsonString.Join(texts, s_blankLine);
    }

    // Some send the object itself, and not its text.
    private static ReadOnlyMemory<byte> ReadArguments(JsonView arguments) => arguments.IsObject ? arguments.Raw : arguments.Text.Decode();
}
