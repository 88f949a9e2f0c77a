using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes the tools of a Messages request, and what is said of their choice.</summary>
internal sealed class AnthropicToolWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private HashSet<JsonString>? _allowed;

    /// <summary>Writes the members that there is anything to say in.</summary>
    public void Write(ConversationRequest request)
    {
        var written = 0;
        foreach (var given in request.Tools)
        {
            var tool = given is FreeformTool freeform ? FreeformEmulation.AsFunction(freeform) : given;
            if (!Takes(tool, request.ToolChoice))
            {
                continue;
            }

            if (written++ == 0)
            {
                writer.WriteStartArray("tools"u8);
            }

            WriteTool(tool);
        }

        if (written > 0)
        {
            writer.WriteEndArray();
            WriteChoice(request.ToolChoice, request.ParallelToolCalls);
        }
    }

    private bool Takes(ConversationField field) => rules.Takes(AnthropicFields.Table[field]);

    // Which tools may be called cannot be said, so that those that may not are left out.
    private bool Takes(Tool tool, ToolChoice? choice)
    {
        if (tool is ProviderTool provider)
        {
            if (provider.Family != DialectFamily.Anthropic)
            {
                dropped.Add("tools." + provider.Type);
            }

            return provider.Family == DialectFamily.Anthropic;
        }

        return tool is FunctionTool function
            && (choice is null or { Names.Count: 0 } or { Mode: ToolChoiceMode.Required, Names.Count: 1 } || IsAllowed(function.Name, choice.Names));
    }

    private bool IsAllowed(JsonString name, IReadOnlyList<JsonString> names) =>
        (_allowed ??= new HashSet<JsonString>(names, JsonStringComparer.Instance)).Contains(name);

    private void WriteTool(Tool tool)
    {
        if (tool is ProviderTool own)
        {
            writer.WriteRawValue(own.Json.Span, skipInputValidation: true);
            return;
        }

        var function = (FunctionTool)tool;
        writer.WriteStartObject();
        writer.WriteText("name"u8, function.Name);
        writer.WriteText("description"u8, function.Description);
        var isStrict = function.Strict == true && Takes(ConversationField.StrictTools);
        var schema = AnthropicInputSchema.Of(function.Parameters, dropped);
        writer.WriteJson("input_schema"u8, isStrict ? AnthropicClosedSchema.Of(schema).Span : schema.Span);
        writer.WriteGiven("strict"u8, isStrict ? true : null);
        if (tool.Cache is not null && Takes(ConversationField.CacheMarkers))
        {
            AnthropicBlockWriter.WriteCache(writer, tool.Cache);
        }

        dropped.AddForeign(tool.Extras, DialectFamily.Anthropic);
        AnthropicBlockWriter.WriteExtras(writer, tool.Extras);
        writer.WriteEndObject();
    }

    private void WriteChoice(ToolChoice? choice, bool? parallel)
    {
        var oneAtATime = parallel == false && choice?.Mode != ToolChoiceMode.None && Takes(ConversationField.ParallelToolCalls);
        if ((choice is null || !Takes(ConversationField.ToolChoice)) && !oneAtATime)
        {
            return;
        }

        writer.WriteStartObject("tool_choice"u8);
        if (choice is { Mode: ToolChoiceMode.Required, Names: [var name] })
        {
            writer.WriteString("type"u8, "tool"u8);
            writer.WriteText("name"u8, name);
        }
        else
        {
            writer.WriteString("type"u8, choice?.Mode switch
            {
                ToolChoiceMode.None => "none"u8,
                ToolChoiceMode.Required => "any"u8,
                _ => "auto"u8,
            });
        }

        if (oneAtATime)
        {
            writer.WriteBoolean("disable_parallel_tool_use"u8, true);
        }

        writer.WriteEndObject();
    }
}
