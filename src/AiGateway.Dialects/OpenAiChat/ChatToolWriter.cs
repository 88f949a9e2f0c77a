using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes the tools of a Chat request, and what is said of their choice.</summary>
internal sealed class ChatToolWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    /// <summary>Writes the members that there is anything to say in.</summary>
    public void Write(ConversationRequest request)
    {
        var written = WriteTools(request.Tools);
        if (written == 0)
        {
            // Without tools both of these are refused.
            return;
        }

        WriteChoice(request);
        if (Takes(ConversationField.ParallelToolCalls))
        {
            writer.WriteGiven("parallel_tool_calls"u8, request.ParallelToolCalls);
        }
    }

    private bool Takes(ConversationField field) => rules.Takes(ChatFields.Table[field]);

    private int WriteTools(IReadOnlyList<Tool> tools)
    {
        var written = 0;
        foreach (var tool in tools)
        {
            if (tool is ProviderTool { Family: not DialectFamily.OpenAi } foreign)
            {
                dropped.Add("tools." + foreign.Type);
                continue;
            }

            if (written++ == 0)
            {
                writer.WriteStartArray("tools"u8);
            }

            WriteTool(tool is FreeformTool freeform && !rules.FreeformTools ? FreeformEmulation.AsFunction(freeform) : tool);
        }

        if (written > 0)
        {
            writer.WriteEndArray();
        }

        return written;
    }

    private void WriteTool(Tool tool)
    {
        if (tool is ProviderTool own)
        {
            writer.WriteRawValue(own.Json.Span, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        if (tool is FunctionTool function)
        {
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteText("name"u8, function.Name);
            writer.WriteText("description"u8, function.Description);
            writer.WriteJson("parameters"u8, function.Parameters.Span);
            writer.WriteGiven("strict"u8, function.Strict == true && Takes(ConversationField.StrictTools) ? true : null);
            writer.WriteEndObject();
        }
        else if (tool is FreeformTool freeform)
        {
            WriteFreeform(freeform);
        }

        if (tool.Cache is not null && Takes(ConversationField.CacheMarkers))
        {
            ChatMessageWriter.WriteCache(writer, tool.Cache);
        }

        dropped.AddForeign(tool.Extras, DialectFamily.OpenAi);
        ChatMessageWriter.WriteExtras(writer, tool.Extras);
        writer.WriteEndObject();
    }

    private void WriteFreeform(FreeformTool freeform)
    {
        writer.WriteString("type"u8, "custom"u8);
        writer.WriteStartObject("custom"u8);
        writer.WriteText("name"u8, freeform.Name);
        writer.WriteText("description"u8, freeform.Description);
        if (!freeform.Grammar.IsEmpty)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "grammar"u8);
            writer.WriteStartObject("grammar"u8);
            writer.WriteText("syntax"u8, freeform.Syntax);
            writer.WriteText("definition"u8, freeform.Grammar);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteChoice(ConversationRequest request)
    {
        if (request.ToolChoice is not { } choice || !Takes(ConversationField.ToolChoice))
        {
            return;
        }

        if (choice is { Mode: ToolChoiceMode.Required, Names.Count: 1 })
        {
            writer.WriteStartObject("tool_choice"u8);
            WriteReference(choice.Names[0], FreeformEmulation.NamesOf(request.Tools));
            writer.WriteEndObject();
            return;
        }

        if (choice.Names.Count == 0 || !Takes(ConversationField.AllowedTools))
        {
            writer.WriteString("tool_choice"u8, ModeOf(choice.Mode));
            return;
        }

        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, "allowed_tools"u8);
        writer.WriteStartObject("allowed_tools"u8);
        writer.WriteString("mode"u8, ModeOf(choice.Mode));
        writer.WriteStartArray("tools"u8);
        var freeform = FreeformEmulation.NamesOf(request.Tools);
        foreach (var name in choice.Names)
        {
            writer.WriteStartObject();
            WriteReference(name, freeform);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteReference(JsonString name, HashSet<JsonString> freeform)
    {
        var kind = rules.FreeformTools && freeform.Contains(name) ? "custom"u8 : "function"u8;
        writer.WriteString("type"u8, kind);
        writer.WriteStartObject(kind);
        writer.WriteText("name"u8, name);
        writer.WriteEndObject();
    }

    private ReadOnlySpan<byte> ModeOf(ToolChoiceMode mode) => mode switch
    {
        ToolChoiceMode.None => "none"u8,
        ToolChoiceMode.Required => rules.AnyForRequired ? "any"u8 : "required"u8,
        _ => "auto"u8,
    };
}
