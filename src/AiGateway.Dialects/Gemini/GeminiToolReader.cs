using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads the tools of a Gemini request, and what is said of their choice.</summary>
internal static class GeminiToolReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.Gemini, "name", "description", "parameters", "parametersJsonSchema", "parameters_json_schema");

    /// <summary>Reads <c>tools</c>.</summary>
    public static IReadOnlyList<Tool> ReadTools(JsonView items, ReadFaults faults)
    {
        var tools = new List<Tool>();
        var index = 0;
        foreach (var item in items.ItemsOrSelf)
        {
            foreach (var declaration in GeminiRequestReader.Either(item, "functionDeclarations"u8, "function_declarations"u8).ItemsOrSelf)
            {
                tools.Add(ReadFunction(declaration, index, faults));
            }

            AddOwn(item, tools);
            index++;
        }

        return tools;
    }

    /// <summary>Reads <c>toolConfig</c>.</summary>
    public static ToolChoice? ReadChoice(JsonView config)
    {
        var calling = GeminiRequestReader.Either(config, "functionCallingConfig"u8, "function_calling_config"u8);
        if (!calling.IsObject)
        {
            return null;
        }

        var names = new List<JsonString>();
        foreach (var name in GeminiRequestReader.Either(calling, "allowedFunctionNames"u8, "allowed_function_names"u8).Items)
        {
            if (!name.Text.IsEmpty)
            {
                names.Add(name.Text);
            }
        }

        var mode = calling["mode"u8];
        return mode.Is("ANY"u8) ? new ToolChoice(ToolChoiceMode.Required, names)
            : mode.Is("NONE"u8) ? new ToolChoice(ToolChoiceMode.None, [])
            : new ToolChoice(ToolChoiceMode.Auto, names);
    }

    private static FunctionTool ReadFunction(JsonView declaration, int index, ReadFaults faults)
    {
        var name = declaration["name"u8].Text;
        if (name.IsEmpty)
        {
            faults.Add($"tools[{index}].functionDeclarations", "must each have a name");
        }

        var schema = GeminiRequestReader.Either(declaration, "parametersJsonSchema"u8, "parameters_json_schema"u8);
        var parameters = declaration["parameters"u8];
        return new FunctionTool(
            name,
            declaration["description"u8].Text,
            schema.IsObject ? schema.Raw : parameters.IsObject ? GeminiSchema.ToJsonSchema(parameters) : default)
        {
            Extras = s_known.Extras(declaration),
        };
    }

    private static void AddOwn(JsonView item, List<Tool> tools)
    {
        var members = item.Members;
        while (members.MoveNext())
        {
            if (members.Current.IsGiven && !members.Name.SequenceEqual("functionDeclarations"u8) && !members.Name.SequenceEqual("function_declarations"u8))
            {
                var name = JsonString.Wrap(members.Name);
                tools.Add(new ProviderTool(DialectFamily.Gemini, name, (byte[])[(byte)'{', .. name.Quoted.Span, (byte)':', .. members.Current.Raw.Span, (byte)'}']));
            }
        }
    }
}
