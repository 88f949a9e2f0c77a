using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes <c>instructions</c> and <c>input</c>: what is one turn elsewhere is a message, a call, a result or reasoning each here.</summary>
internal sealed class ResponsesInputWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private static readonly JsonString s_blankLine = JsonString.Of("\n\n");
    private static readonly JsonString s_error = JsonString.Of("Error: ");

    private readonly ResponsesPartWriter _parts = new(writer, rules, dropped);
    private readonly HashSet<JsonString> _freeformCalls = new(JsonStringComparer.Instance);

    /// <summary>Writes both.</summary>
    public void Write(IReadOnlyList<Turn> turns)
    {
        // Instructions are no input: there must be something else.
        var first = turns.Count > 1 && turns[0] is { Role: TurnRole.System, Extras.Count: 0 } && JoinTexts(turns[0].Parts) is { IsEmpty: false } ? 1 : 0;
        if (first == 1)
        {
            writer.WriteText("instructions"u8, JoinTexts(turns[0].Parts));
        }

        writer.WriteStartArray("input"u8);
        for (var at = first; at < turns.Count; at++)
        {
            dropped.AddForeign(turns[at].Extras, DialectFamily.OpenAiResponses);
            if (turns[at].Role == TurnRole.Assistant)
            {
                WriteSaid(turns[at]);
            }
            else
            {
                WriteOther(turns[at]);
            }
        }

        writer.WriteEndArray();
    }

    private bool Takes(ConversationField field) => rules.Takes(ResponsesFields.Table[field]);

    // The text of parts that are nothing else; not there where there are others.
    private static JsonString JoinTexts(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is not TextPart || part.Extras.Count > 0)
            {
                return default;
            }
        }

        return PartText.Join(parts, s_blankLine);
    }

    private void WriteSaid(Turn turn)
    {
        var message = new List<Part>();
        foreach (var part in turn.Parts)
        {
            dropped.AddForeign(part.Extras, DialectFamily.OpenAiResponses);
            if (part is TextPart { Text.IsEmpty: false } or RefusalPart)
            {
                message.Add(part);
                continue;
            }

            WriteSaidMessage(message, turn.Extras);
            WriteItem(part);
        }

        WriteSaidMessage(message, turn.Extras);
    }

    private void WriteSaidMessage(List<Part> parts, IReadOnlyList<ExtraMember> extras)
    {
        if (parts.Count == 0)
        {
            return;
        }

        BeginMessage("assistant"u8);
        _parts.WriteSaid(parts);
        ExtraMember.WriteAll(writer, extras, DialectFamily.OpenAiResponses);
        writer.WriteEndObject();
        parts.Clear();
    }

    private void WriteItem(Part part)
    {
        switch (part)
        {
            case ToolCallPart call:
                WriteCall(call);
                break;
            case ReasoningPart { Signature.Family: DialectFamily.OpenAiResponses } reasoning when Takes(ConversationField.SignedReasoning):
                WriteReasoning(reasoning.Text, default, reasoning.Signature.Value);
                break;
            case ReasoningPart { Signature: null } reasoning when Takes(ConversationField.Reasoning):
                WriteReasoning(default, reasoning.Text, default);
                break;
            case SealedReasoningPart { Content.Family: DialectFamily.OpenAiResponses } reasoning when Takes(ConversationField.SealedReasoning):
                WriteReasoning(default, default, reasoning.Content.Value);
                break;
            case ReasoningPart { Signature: not null } or SealedReasoningPart:
                dropped.Add(part is ReasoningPart ? ConversationField.SignedReasoning : ConversationField.SealedReasoning);
                break;
            case StoredPart stored when Takes(ConversationField.StoredItem):
                BeginItem("item_reference"u8);
                writer.WriteText("id"u8, stored.Id);
                writer.WriteEndObject();
                break;
            case OpaquePart { Family: DialectFamily.OpenAiResponses } opaque:
                writer.WriteRawValue(opaque.Json.Span, skipInputValidation: true);
                break;
            case OpaquePart foreign:
                dropped.Add("content." + foreign.Type);
                break;
            case ImagePart or AudioPart or FilePart:
                dropped.Add(part is ImagePart ? ConversationField.Image : part is AudioPart ? ConversationField.Audio : ConversationField.File);
                break;
        }
    }

    private void WriteCall(ToolCallPart call)
    {
        var isFreeform = call.IsFreeform && rules.FreeformTools;
        if (isFreeform)
        {
            _freeformCalls.Add(call.Id);
        }

        BeginItem(isFreeform ? "custom_tool_call"u8 : "function_call"u8);
        ResponsesItems.WriteCall(writer, call, isFreeform, []);
        ExtraMember.WriteAll(writer, call.Extras, DialectFamily.OpenAiResponses);
        writer.WriteEndObject();
    }

    private void WriteReasoning(JsonString summary, JsonString content, JsonString encrypted)
    {
        BeginItem("reasoning"u8);
        ResponsesItems.WriteSummary(writer, summary);
        if (!content.IsEmpty)
        {
            writer.WriteStartArray("content"u8);
            writer.WriteStartObject();
            writer.WriteString("type"u8, "reasoning_text"u8);
            writer.WriteText("text"u8, content);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteText("encrypted_content"u8, encrypted);
        writer.WriteEndObject();
    }

    private void WriteOther(Turn turn)
    {
        var rest = new List<Part>(turn.Parts.Count);
        foreach (var part in turn.Parts)
        {
            if (part is ToolResultPart result)
            {
                WriteResult(result);
            }
            else if (part is OpaquePart { Family: DialectFamily.OpenAiResponses } item && item.Type.Escaped.EndsWith("_output"u8))
            {
                writer.WriteRawValue(item.Json.Span, skipInputValidation: true);
            }
            else if (_parts.Takes(part))
            {
                rest.Add(part);
            }
        }

        if (rest.Count == 0)
        {
            return;
        }

        BeginMessage(turn.Role switch
        {
            TurnRole.System => "system"u8,
            TurnRole.Developer => rules.DeveloperRole ? "developer"u8 : "system"u8,
            _ => "user"u8,
        });
        _parts.WriteContent("content"u8, rest);
        ExtraMember.WriteAll(writer, turn.Extras, DialectFamily.OpenAiResponses);
        writer.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        dropped.AddForeign(result.Extras, DialectFamily.OpenAiResponses);
        var content = new List<Part>(result.Content.Count);
        foreach (var part in result.Content)
        {
            if (_parts.Takes(part))
            {
                content.Add(part);
            }
        }

        // There is no other sign of failure.
        if (result.IsError)
        {
            var isText = content is [TextPart, ..];
            var marked = new TextPart(isText ? s_error.Append(((TextPart)content[0]).Text) : s_error);
            content.RemoveRange(0, isText ? 1 : 0);
            content.Insert(0, marked);
        }

        BeginItem(rules.FreeformTools && (result.IsFreeform || _freeformCalls.Contains(result.CallId)) ? "custom_tool_call_output"u8 : "function_call_output"u8);
        writer.WriteText("call_id"u8, result.CallId);
        _parts.WriteContent("output"u8, content);
        ExtraMember.WriteAll(writer, result.Extras, DialectFamily.OpenAiResponses);
        writer.WriteEndObject();
    }

    private void BeginItem(ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
    }

    private void BeginMessage(ReadOnlySpan<byte> role)
    {
        BeginItem("message"u8);
        writer.WriteString("role"u8, role);
    }
}
