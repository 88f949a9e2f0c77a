using System.Text.Json;

namespace AiGateway.Demo.Generation;

/// <summary>The tools of a request and which of them may or must be called.</summary>
/// <param name="Callable">Those that may be called.</param>
/// <param name="IsForced">One has to be called.</param>
internal sealed record ToolChoice(IReadOnlyList<Tool> Callable, bool IsForced)
{
    private static readonly ToolChoice s_none = new([], false);

    /// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="flat">As in responses, where a function's members stand beside its type; in chat they stand in <c>function</c>.</param>
    public static ToolChoice Read(Fields fields, bool flat)
    {
        var tools = ReadTools(fields, flat);
        var choice = fields.Body.Member("tool_choice");
        if (fields.Problem is not null || choice.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return new ToolChoice(tools, false);
        }

        if (tools.Count == 0 && choice.TextOrNull() is not ("none" or "auto"))
        {
            fields.Fail(SimulatedError.Invalid("'tool_choice' is only allowed when 'tools' are specified.", "tool_choice"));
            return s_none;
        }

        return choice.TextOrNull() switch
        {
            "none" => s_none,
            "auto" => new ToolChoice(tools, false),
            "required" => new ToolChoice(tools, true),
            not null => Fail(fields, "Supported values are: 'none', 'auto', and 'required'."),
            null => ReadObject(fields, choice, tools, flat),
        };
    }

    private static List<Tool> ReadTools(Fields fields, bool flat)
    {
        var tools = new List<Tool>();
        var index = 0;
        foreach (var tool in fields.Array("tools").Items())
        {
            var place = $"tools[{index++}]";
            var function = flat ? tool : tool.Member("function");
            if (tool.TextMember("type") is not "function")
            {
                fields.Fail(SimulatedError.InvalidValue(tool.TextMember("type"), "'function', in this simulated provider", $"{place}.type"));
            }
            else if (function.TextMember("name") is not { Length: > 0 } name)
            {
                fields.Fail(SimulatedError.Missing(flat ? $"{place}.name" : $"{place}.function.name"));
            }
            else
            {
                tools.Add(new Tool(name, function.Member("parameters")));
            }
        }

        return tools;
    }

    private static ToolChoice ReadObject(Fields fields, JsonElement choice, List<Tool> tools, bool flat)
    {
        switch (choice.TextMember("type"))
        {
            case "function":
                return Only(fields, tools, [flat ? choice.TextMember("name") : choice.Member("function").TextMember("name")], isForced: true);
            case "allowed_tools":
                var allowed = flat ? choice : choice.Member("allowed_tools");
                var names = new List<string?>();
                foreach (var tool in allowed.Member("tools").Items())
                {
                    names.Add(flat ? tool.TextMember("name") : tool.Member("function").TextMember("name"));
                }

                return Only(fields, tools, names, allowed.TextMember("mode") == "required");
            default:
                return Fail(fields, "As an object it is of type 'function' or 'allowed_tools'.");
        }
    }

    private static ToolChoice Only(Fields fields, List<Tool> tools, List<string?> names, bool isForced)
    {
        var chosen = tools.FindAll(tool => names.Contains(tool.Name));
        if (chosen.Count == 0)
        {
            return Fail(fields, $"Tool choice '{string.Join("', '", names)}' not found in 'tools' parameter.");
        }

        return new ToolChoice(chosen, isForced);
    }

    private static ToolChoice Fail(Fields fields, string why)
    {
        fields.Fail(SimulatedError.Invalid($"Invalid value for 'tool_choice'. {why}", "tool_choice", "invalid_value"));
        return s_none;
    }
}
