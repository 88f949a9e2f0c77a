using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Reads what a model said, in a message of a request or of an answer: reasoning, then text, then calls.</summary>
internal static class ChatAssistantReader
{
    private static readonly KnownMembers s_knownOfCall = new(DialectFamily.OpenAi, "id", "type", "index", "function", "extra_content");

    /// <summary>Reads a message.</summary>
    public static IReadOnlyList<Part> Read(JsonView message)
    {
        var parts = new List<Part>();
        ReadReasoning(message, parts);
        AddContent(message, parts);
        if (message["refusal"u8].Text is { IsEmpty: false } refusal)
        {
            parts.Add(new RefusalPart(refusal));
        }

        if (message["audio"u8] is { IsObject: true } audio)
        {
            parts.Add(new OpaquePart(DialectFamily.OpenAi, JsonString.Of("audio"), audio.Raw));
        }

        ReadCalls(message, parts);
        return parts;
    }

    private static void ReadReasoning(JsonView message, List<Part> parts)
    {
        var before = parts.Count;
        foreach (var block in message["thinking_blocks"u8].Items)
        {
            if (block["data"u8].Text is { IsEmpty: false } data)
            {
                parts.Add(new SealedReasoningPart(SignatureTag.Read(data, DialectFamily.Anthropic, out _)));
            }
            else if (block["signature"u8].Text is { IsEmpty: false } signature)
            {
                parts.Add(new ReasoningPart(block["thinking"u8].Text) { Signature = SignatureTag.Read(signature, DialectFamily.Anthropic, out _) });
            }
        }

        var text = message["reasoning_content"u8].Text;
        text = text.IsEmpty ? message["reasoning"u8].Text : text;
        if (parts.Count == before && !text.IsEmpty)
        {
            parts.Add(new ReasoningPart(text));
        }
        else if (parts is [.., ReasoningPart { Text.IsEmpty: true } bare] && parts.Count == before + 1)
        {
            // Streams tell the signature apart from the text; whoever puts them together again may leave them so.
            parts[^1] = bare with { Text = text };
        }
    }

    private static void AddContent(JsonView message, List<Part> parts)
    {
        var citations = ReadCitations(message["annotations"u8]);
        foreach (var part in ChatPartReader.ReadContent(message))
        {
            if (part is TextPart { Text.IsEmpty: true })
            {
                continue;
            }

            parts.Add(part is TextPart text && citations.Count > 0 ? text with { Citations = citations } : part);
            citations = part is TextPart ? [] : citations;
        }
    }

    private static List<Citation> ReadCitations(JsonView annotations)
    {
        var citations = new List<Citation>(annotations.Count);
        foreach (var annotation in annotations.Items)
        {
            citations.Add(ReadCitation(annotation));
        }

        return citations;
    }

    private static Citation ReadCitation(JsonView annotation)
    {
        var cited = annotation["url_citation"u8];
        return new Citation
        {
            Url = cited["url"u8].Text,
            Title = cited["title"u8].Text,
            Range = cited["start_index"u8].Integer is { } start && cited["end_index"u8].Integer is { } end ? (start, end) : null,
            Family = DialectFamily.OpenAi,
            Json = annotation.Raw,
        };
    }

    private static void ReadCalls(JsonView message, List<Part> parts)
    {
        foreach (var call in message["tool_calls"u8].Items)
        {
            parts.Add(ReadCall(call));
        }

        if (message["function_call"u8] is { IsObject: true } old)
        {
            // No id: the result will name the function alone.
            parts.Add(new ToolCallPart(old["name"u8].Text, old["name"u8].Text, ReadArguments(old["arguments"u8])));
        }
    }

    private static ToolCallPart ReadCall(JsonView call)
    {
        if (call["custom"u8] is { IsObject: true } custom)
        {
            return new ToolCallPart(call["id"u8].Text, custom["name"u8].Text, custom["input"u8].Text.Decode()) { IsFreeform = true };
        }

        var function = call["function"u8];
        var signature = call["extra_content"u8]["google"u8]["thought_signature"u8].Text;
        return new ToolCallPart(call["id"u8].Text, function["name"u8].Text, ReadArguments(function["arguments"u8]))
        {
            Signature = signature.IsEmpty ? null : new Signature(DialectFamily.Gemini, signature),
            Extras = s_knownOfCall.Extras(call),
        };
    }

    // Some send the object itself, and not its text.
    private static ReadOnlyMemory<byte> ReadArguments(JsonView arguments) => arguments.IsObject ? arguments.Raw : arguments.Text.Decode();
}
