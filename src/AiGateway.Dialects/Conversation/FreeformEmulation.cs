using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Stands functions in for tools whose argument is text, where a target has no such tools: the text becomes the one argument <c>input</c>.</summary>
internal static class FreeformEmulation
{
    private static readonly JsonString s_blankLine = JsonString.Of("\n\n");
    private static readonly JsonString s_mustFit = JsonString.Of("The input must fit this grammar");

    private static readonly byte[] s_schema =
        [.. """{"type":"object","properties":{"input":{"type":"string","description":"The whole input of the tool, as plain text."}},"required":["input"],"additionalProperties":false}"""u8];

    /// <summary>The function that stands in for a tool; its description has the grammar.</summary>
    public static FunctionTool AsFunction(FreeformTool tool) => new(tool.Name, DescriptionOf(tool), s_schema) { Cache = tool.Cache, Extras = tool.Extras };

    /// <summary>The arguments of that function for a text.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> text) => [.. "{\"input\":"u8, .. JsonString.OfUtf8(text).Quoted.Span, .. "}"u8];

    /// <summary>The text in the arguments of that function; what is no such object is taken for the text itself.</summary>
    public static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> arguments)
    {
        var input = new FreeformInput();
        var text = JsonString.Empty.Append(new JsonString(input.Add(JsonString.OfUtf8(arguments.Span).Quoted.Span)));
        return text.Append(new JsonString(input.End())).Decode();
    }

    /// <summary>An answer whose calls of such functions are calls of the tools that they stand in for.</summary>
    public static ConversationAnswer Unwrap(ConversationAnswer answer, ConversationRequest request)
    {
        if (!HasFreeform(request.Tools))
        {
            return answer;
        }

        var choices = new List<AnswerChoice>(answer.Choices.Count);
        foreach (var choice in answer.Choices)
        {
            var parts = new List<Part>(choice.Parts.Count);
            foreach (var part in choice.Parts)
            {
                parts.Add(part is ToolCallPart { IsFreeform: false } call && IsFreeform(call.Name, request.Tools)
                    ? call with { IsFreeform = true, Arguments = Unwrap(call.Arguments) }
                    : part);
            }

            choices.Add(choice with { Parts = parts });
        }

        return answer with { Choices = choices };
    }

    /// <summary>Whether any of these tools takes text.</summary>
    public static bool HasFreeform(IReadOnlyList<Tool> tools)
    {
        foreach (var tool in tools)
        {
            if (tool is FreeformTool)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The names of the tools that take text, for whoever asks of many names.</summary>
    public static HashSet<JsonString> NamesOf(IReadOnlyList<Tool> tools)
    {
        var names = new HashSet<JsonString>(JsonStringComparer.Instance);
        foreach (var tool in tools)
        {
            if (tool is FreeformTool freeform)
            {
                names.Add(freeform.Name);
            }
        }

        return names;
    }

    /// <summary>Whether the tool of a name takes text.</summary>
    public static bool IsFreeform(JsonString name, IReadOnlyList<Tool> tools)
    {
        foreach (var tool in tools)
        {
            if (tool is FreeformTool freeform && freeform.Name.Escaped.SequenceEqual(name.Escaped))
            {
                return true;
            }
        }

        return false;
    }

    private static JsonString DescriptionOf(FreeformTool tool)
    {
        if (tool.Grammar.IsEmpty)
        {
            return tool.Description;
        }

        var syntax = tool.Syntax.IsEmpty ? default : JsonString.Of(" (").Append(tool.Syntax).Append(JsonString.Of(")"));
        var rule = s_mustFit.Append(syntax).Append(JsonString.Of(":\n")).Append(tool.Grammar);
        return tool.Description.IsEmpty ? rule : tool.Description.Append(s_blankLine).Append(rule);
    }
}
