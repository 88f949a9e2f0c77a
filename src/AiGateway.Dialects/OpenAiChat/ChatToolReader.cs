using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Reads the tools of a Chat request, and what is said of their choice.</summary>
internal static class ChatToolReader
{
    private static readonly KnownMembers s_knownOfTool = new(DialectFamily.OpenAi, "type", "function", "custom", "cache_control");

    private static readonly KnownMembers s_knownOfFunction = new(DialectFamily.OpenAi, "name", "description", "parameters", "strict");

    /// <summary>Reads <c>tools</c>, or the older <c>functions</c>.</summary>
    public static IReadOnlyList<Tool> ReadTools(JsonView body, ReadFaults faults)
    {
        var tools = new List<Tool>();
        foreach (var item in body["tools"u8].Items)
        {
            tools.Add(ReadTool(item, tools.Count, faults));
        }

        foreach (var item in body["functions"u8].Items)
        {
            tools.Add(ReadFunction(item));
        }

        return tools;
    }

    /// <summary>Reads <c>tool_choice</c>, or the older <c>function_call</c>.</summary>
    public static ToolChoice? ReadChoice(JsonView body, ReadFaults faults)
    {
        var choice = body["tool_choice"u8];
        if (!choice.IsGiven)
        {
            return ReadOldChoice(body["function_call"u8]);
        }

        if (choice.Text.IsGiven)
        {
            return ReadMode(choice, faults);
        }

        if (choice["type"u8].Is("allowed_tools"u8))
        {
            return ReadAllowed(choice["allowed_tools"u8], faults);
        }

        var name = choice[choice["type"u8].Is("custom"u8) ? "custom"u8 : "function"u8]["name"u8].Text;
        if (name.IsEmpty)
        {
            faults.Add("tool_choice", "must be none, auto, required, or name a function");
            return null;
        }

        return new ToolChoice(ToolChoiceMode.Required, [name]);
    }

    private static Tool ReadTool(JsonView item, int index, ReadFaults faults)
    {
        var cache = ChatRequestReader.ReadCache(item);
        var extras = s_knownOfTool.Extras(item);
        if (item["function"u8] is { IsObject: true } function)
        {
            return ReadFunction(function) with { Cache = cache, Extras = [.. extras, .. s_knownOfFunction.Extras(function, "function")] };
        }

        if (item["custom"u8] is { IsObject: true } custom)
        {
            var grammar = custom["format"u8]["grammar"u8];
            return new FreeformTool(custom["name"u8].Text, custom["description"u8].Text)
            {
                Syntax = grammar["syntax"u8].Text,
                Grammar = grammar["definition"u8].Text,
                Cache = cache,
                Extras = extras,
            };
        }

        var type = item["type"u8].Text;
        if (type.IsEmpty || type.Is("function"u8) || type.Is("custom"u8))
        {
            faults.Add($"tools[{index}]", "must have a type, and a function or custom object to go with it");
        }

        return new ProviderTool(DialectFamily.OpenAi, type, item.Raw);
    }

    private static FunctionTool ReadFunction(JsonView function) =>
        new(function["name"u8].Text, function["description"u8].Text, function["parameters"u8] is { IsObject: true } schema ? schema.Raw : default)
        {
            Strict = function["strict"u8].Flag,
        };

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

        // "any" is Mistral's word.
        if (mode.Is("required"u8) || mode.Is("any"u8))
        {
            return new ToolChoice(ToolChoiceMode.Required, []);
        }

        faults.Add("tool_choice", "must be none, auto, required, or name a function");
        return null;
    }

    private static ToolChoice? ReadAllowed(JsonView allowed, ReadFaults faults)
    {
        var names = new List<JsonString>();
        foreach (var tool in allowed["tools"u8].Items)
        {
            var name = tool["function"u8]["name"u8].Text;
            name = name.IsEmpty ? tool["custom"u8]["name"u8].Text : name;
            if (!name.IsEmpty)
            {
                names.Add(name);
            }
        }

        return ReadMode(allowed["mode"u8], faults) is { } mode ? mode with { Names = names } : null;
    }

    private static ToolChoice? ReadOldChoice(JsonView choice) =>
        choice.Is("none"u8) ? new ToolChoice(ToolChoiceMode.None, [])
        : choice.Is("auto"u8) ? new ToolChoice(ToolChoiceMode.Auto, [])
        : choice["name"u8].Text is { IsEmpty: false } name ? new ToolChoice(ToolChoiceMode.Required, [name])
        : null;
}
