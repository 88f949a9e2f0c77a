using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes tools, and what is said of their choice.</summary>
/// <param name="writer">Takes them.</param>
/// <param name="takesStrict">There is a word for arguments that must fit.</param>
/// <param name="takesFreeform">There are tools whose argument is text; else functions stand in.</param>
internal sealed class ResponsesToolWriter(Utf8JsonWriter writer, bool takesStrict, bool takesFreeform)
{
    /// <summary>What is written is part of an event, so that it must be on one line.</summary>
    public bool IsInEvent { get; init; }

    /// <summary>Writes one tool.</summary>
    public void Write(Tool given)
    {
        var tool = given is FreeformTool freeform && !takesFreeform ? FreeformEmulation.AsFunction(freeform) : given;
        if (tool is ProviderTool own)
        {
            writer.WriteRawValue(Lay(own.Json), skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        if (tool is FunctionTool function)
        {
            WriteFunction(function);
        }
        else if (tool is FreeformTool text)
        {
            WriteFreeform(text);
        }

        foreach (var extra in tool.Extras)
        {
            if (extra is { Family: DialectFamily.OpenAiResponses, IsNested: false })
            {
                writer.WritePropertyName(extra.Name);
                writer.WriteRawValue(Lay(extra.Json), skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>tool_choice</c>.</summary>
    /// <param name="choice">What is said.</param>
    /// <param name="tools">The tools that it may name.</param>
    /// <param name="takesNames">There is a word for which tools may be called.</param>
    public void WriteChoice(ToolChoice choice, IReadOnlyList<Tool> tools, bool takesNames)
    {
        if (choice is { Mode: ToolChoiceMode.Required, Names: [var name] })
        {
            writer.WriteStartObject("tool_choice"u8);
            WriteReference(name, FreeformEmulation.NamesOf(tools));
            writer.WriteEndObject();
            return;
        }

        if (choice.Names.Count == 0 || !takesNames)
        {
            writer.WriteString("tool_choice"u8, ModeOf(choice.Mode));
            return;
        }

        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, "allowed_tools"u8);
        writer.WriteString("mode"u8, ModeOf(choice.Mode));
        writer.WriteStartArray("tools"u8);
        var freeform = FreeformEmulation.NamesOf(tools);
        foreach (var allowed in choice.Names)
        {
            writer.WriteStartObject();
            WriteReference(allowed, freeform);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Where nothing is said, this dialect makes a schema strict, and others do not.
    private void WriteFunction(FunctionTool function)
    {
        writer.WriteString("type"u8, "function"u8);
        writer.WriteText("name"u8, function.Name);
        writer.WriteText("description"u8, function.Description);
        writer.WriteJson("parameters"u8, function.Parameters.IsEmpty ? """{"type":"object","properties":{}}"""u8 : Lay(function.Parameters));
        writer.WriteGiven("strict"u8, takesStrict ? function.Strict ?? false : null);
    }

    private void WriteFreeform(FreeformTool tool)
    {
        writer.WriteString("type"u8, "custom"u8);
        writer.WriteText("name"u8, tool.Name);
        writer.WriteText("description"u8, tool.Description);
        if (!tool.Grammar.IsEmpty)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "grammar"u8);
            writer.WriteText("syntax"u8, tool.Syntax);
            writer.WriteText("definition"u8, tool.Grammar);
            writer.WriteEndObject();
        }
    }

    private void WriteReference(JsonString name, HashSet<JsonString> freeform)
    {
        writer.WriteString("type"u8, takesFreeform && freeform.Contains(name) ? "custom"u8 : "function"u8);
        writer.WriteText("name"u8, name);
    }

    private ReadOnlySpan<byte> Lay(ReadOnlyMemory<byte> json) => IsInEvent ? JsonOutput.OnOneLine(json.Span) : json.Span;

    private static ReadOnlySpan<byte> ModeOf(ToolChoiceMode mode) => mode switch
    {
        ToolChoiceMode.None => "none"u8,
        ToolChoiceMode.Required => "required"u8,
        _ => "auto"u8,
    };
}
