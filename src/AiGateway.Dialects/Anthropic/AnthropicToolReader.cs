using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Reads the tools of a Messages request, and what is said of their choice.</summary>
internal static class AnthropicToolReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.Anthropic, "type", "name", "description", "input_schema", "strict", "cache_control");

    /// <summary>Reads <c>tools</c>.</summary>
    public static IReadOnlyList<Tool> ReadTools(JsonView items, ReadFaults faults)
    {
        var tools = new List<Tool>(items.Count);
        foreach (var item in items.Items)
        {
            tools.Add(ReadTool(item, tools.Count, faults));
        }

        return tools;
    }

    /// <summary>Reads <c>tool_choice</c>.</summary>
    public static ToolChoice? ReadChoice(JsonView choice, ReadFaults faults)
    {
        var type = choice["type"u8];
        if (!choice.IsGiven || type.Is("auto"u8))
        {
            return choice.IsGiven ? new ToolChoice(ToolChoiceMode.Auto, []) : null;
        }

        if (type.Is("none"u8))
        {
            return new ToolChoice(ToolChoiceMode.None, []);
        }

        if (type.Is("any"u8))
        {
            return new ToolChoice(ToolChoiceMode.Required, []);
        }

        if (type.Is("tool"u8) && choice["name"u8].Text is { IsEmpty: false } name)
        {
            return new ToolChoice(ToolChoiceMode.Required, [name]);
        }

        faults.Add("tool_choice", "must have the type auto, any, none or tool, the last with a name");
        return null;
    }

    private static Tool ReadTool(JsonView item, int index, ReadFaults faults)
    {
        var type = item["type"u8];
        var cache = AnthropicBlockReader.ReadCache(item);
        if (type.Text is { IsEmpty: false } word && !type.Is("custom"u8))
        {
            return new ProviderTool(DialectFamily.Anthropic, word, item.Raw) { Cache = cache };
        }

        var name = item["name"u8].Text;
        if (name.IsEmpty)
        {
            faults.Add($"tools[{index}].name", "must be the name of the tool");
        }

        var schema = item["input_schema"u8];
        return new FunctionTool(name, item["description"u8].Text, schema.IsObject ? schema.Raw : default)
        {
            Strict = item["strict"u8].Flag,
            Cache = cache,
            Extras = s_known.Extras(item),
        };
    }
}
