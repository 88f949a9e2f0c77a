using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Reads the tools of a Responses request, and what is said of their choice.</summary>
internal static class ResponsesToolReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAiResponses, "type", "name", "description", "parameters", "strict", "format");

    /// <summary>Reads <c>tools</c>, and what items of the input add to them.</summary>
    public static IReadOnlyList<Tool> ReadTools(JsonView body, ReadFaults faults)
    {
        var tools = new List<Tool>(body["tools"u8].Count);
        ReadTools(body["tools"u8], "tools", default, tools, faults);
        var index = 0;
        foreach (var item in body["input"u8].Items)
        {
            if (item["type"u8].Is("additional_tools"u8))
            {
                ReadTools(item["tools"u8], $"input[{index}].tools", default, tools, faults);
            }

            index++;
        }

        return tools;
    }

    /// <summary>Reads <c>tool_choice</c>. What names a tool of the provider's own is kept as it is.</summary>
    public static ToolChoice? ReadChoice(JsonView choice, List<ExtraMember> extras, ReadFaults faults)
    {
        if (!choice.IsGiven)
        {
            return null;
        }

        if (choice.Text.IsGiven)
        {
            return ReadMode(choice, faults);
        }

        var type = choice["type"u8];
        if (type.Is("function"u8) || type.Is("custom"u8))
        {
            var name = ResponsesNamespace.Qualify(choice["namespace"u8].Text, choice["name"u8].Text);
            if (name.IsEmpty)
            {
                faults.Add("tool_choice.name", "must be the name of a tool");
            }

            return new ToolChoice(ToolChoiceMode.Required, [name]);
        }

        if (type.Is("allowed_tools"u8) && ReadNames(choice["tools"u8]) is { } names)
        {
            return ReadMode(choice["mode"u8], faults) is { } mode ? mode with { Names = names } : null;
        }

        if (type.Text.IsEmpty)
        {
            faults.Add("tool_choice", "must be none, auto, required, or name a tool");
        }

        extras.Add(new ExtraMember(DialectFamily.OpenAiResponses, "tool_choice", choice.Raw));
        return null;
    }

    private static void ReadTools(JsonView items, string place, JsonString group, List<Tool> tools, ReadFaults faults)
    {
        var index = 0;
        foreach (var item in items.Items)
        {
            if (!group.IsGiven && item["type"u8].Is("namespace"u8) && item["tools"u8].IsArray)
            {
                ReadTools(item["tools"u8], $"{place}[{index}].tools", item["name"u8].Text is { IsGiven: true } name ? name : JsonString.Empty, tools, faults);
            }
            else
            {
                tools.Add(ReadTool(item, $"{place}[{index}]", group, faults));
            }

            index++;
        }
    }

    private static Tool ReadTool(JsonView item, string place, JsonString group, ReadFaults faults)
    {
        var type = item["type"u8];
        var name = ResponsesNamespace.Qualify(group, item["name"u8].Text);
        var isFunction = type.Is("function"u8);
        if (!isFunction && !type.Is("custom"u8))
        {
            if (type.Text.IsEmpty)
            {
                faults.Add($"{place}.type", "must be the name of a kind of tool");
            }

            return new ProviderTool(DialectFamily.OpenAiResponses, type.Text, item.Raw);
        }

        if (name.IsEmpty)
        {
            faults.Add($"{place}.name", "must be the name of the tool");
        }

        if (isFunction)
        {
            var schema = item["parameters"u8];
            return new FunctionTool(name, item["description"u8].Text, schema.IsObject ? schema.Raw : default)
            {
                Strict = item["strict"u8].Flag,
                Namespace = group,
                Extras = s_known.Extras(item),
            };
        }

        var format = item["format"u8];
        return new FreeformTool(name, item["description"u8].Text)
        {
            Syntax = format["syntax"u8].Text,
            Grammar = format["definition"u8].Text,
            Namespace = group,
            Extras = s_known.Extras(item),
        };
    }

    private static ToolChoice? ReadMode(JsonView mode, ReadFaults faults)
    {
        if (mode.Is("auto"u8))
        {
            return new ToolChoice(ToolChoiceMode.Auto, []);
        }

        if (mode.Is("none"u8))
        {
            return new ToolChoice(ToolChoiceMode.None, []);
        }

        if (mode.Is("required"u8))
        {
            return new ToolChoice(ToolChoiceMode.Required, []);
        }

        faults.Add("tool_choice", "must be none, auto, required, or name a tool");
        return null;
    }

    private static List<JsonString>? ReadNames(JsonView tools)
    {
        var names = new List<JsonString>(tools.Count);
        foreach (var tool in tools.Items)
        {
            if (tool["name"u8].Text is not { IsEmpty: false } name)
            {
                return null;
            }

            names.Add(name);
        }

        return names;
    }
}
