using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes one Messages request.</summary>
internal sealed class AnthropicRequestWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private static readonly JsonString s_objectOnly = JsonString.Of("Answer with one JSON object and nothing else.");

    private readonly AnthropicBlockWriter _blocks = new(writer, rules, dropped);

    /// <summary>Writes it.</summary>
    public void Write(ConversationRequest request)
    {
        var maxTokens = Math.Max(1, request.Sampling.MaxTokens ?? rules.FallbackMaxTokens);
        var thinking = AnthropicThinking.Decide(request, rules, maxTokens, dropped);
        writer.WriteStartObject();
        rules.WriteHead(writer, request.Model);
        writer.WriteNumber("max_tokens"u8, maxTokens);
        WriteSystem(request);
        WriteMessages(request.Turns, thinking);
        new AnthropicToolWriter(writer, rules, dropped).Write(request);
        thinking.Write(writer);
        WriteOutput(request.Format, thinking);
        WriteSampling(request.Sampling, thinking.IsOn);
        WriteOthers(request);
        if (rules.Stream ?? request.Stream)
        {
            writer.WriteBoolean("stream"u8, true);
        }

        AnthropicBlockWriter.WriteExtras(writer, request.Extras);
        dropped.AddForeign(request.Extras, DialectFamily.Anthropic);
        writer.WriteEndObject();
    }

    private bool Takes(ConversationField field) => rules.Takes(AnthropicFields.Table[field]);

    private void WriteSystem(ConversationRequest request)
    {
        var parts = new List<Part>();
        var count = AnthropicTurns.CountInstructions(request.Turns);
        for (var at = 0; at < count; at++)
        {
            dropped.AddForeign(request.Turns[at].Extras, DialectFamily.Anthropic);
            foreach (var part in request.Turns[at].Parts)
            {
                if (part is TextPart { Text.IsBlank: false } && _blocks.Takes(part))
                {
                    parts.Add(part);
                }
            }
        }

        if (request.Format is { Schema.IsEmpty: true } && Takes(ConversationField.JsonObject))
        {
            parts.Add(new TextPart(s_objectOnly));
        }

        if (_blocks.IsPlain(parts, out var plain))
        {
            writer.WriteText("system"u8, plain);
        }
        else if (parts.Count > 0)
        {
            writer.WriteStartArray("system"u8);
            _blocks.WriteAll(parts);
            writer.WriteEndArray();
        }
    }

    private void WriteMessages(IReadOnlyList<Turn> turns, AnthropicThinking thinking)
    {
        foreach (var turn in turns)
        {
            dropped.AddForeign(turn.Extras, DialectFamily.Anthropic);
        }

        writer.WriteStartArray("messages"u8);
        foreach (var message in AnthropicTurns.Order(turns, thinking.IsBarred ? TakesWithoutThinking : _blocks.Takes))
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, message.IsAssistant ? "assistant"u8 : "user"u8);
            if (_blocks.IsPlain(message.Parts, out var plain))
            {
                writer.WriteText("content"u8, plain);
            }
            else
            {
                writer.WriteStartArray("content"u8);
                _blocks.WriteAll(message.Parts);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private bool TakesWithoutThinking(Part part) => part is not (ReasoningPart or SealedReasoningPart) && _blocks.Takes(part);

    private void WriteOutput(ResponseFormat? format, AnthropicThinking thinking)
    {
        var hasSchema = format is { Schema.IsEmpty: false } && Takes(ConversationField.JsonSchema);
        if (!hasSchema && thinking.Effort is null)
        {
            return;
        }

        writer.WriteStartObject("output_config"u8);
        if (thinking.Effort is { } effort)
        {
            writer.WriteString("effort"u8, ReasoningOptions.WordOf(effort));
        }

        if (hasSchema)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WriteJson("schema"u8, AnthropicClosedSchema.Of(format!.Schema).Span);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteSampling(SamplingOptions sampling, bool isThinking)
    {
        if (isThinking)
        {
            // Who thinks is not to be sampled otherwise: the API refuses all three.
            NoteUnless(sampling.Temperature is null or 1, ConversationField.Temperature);
            NoteUnless(sampling.TopP is null or 1, ConversationField.TopP);
            NoteUnless(sampling.TopK is null, ConversationField.TopK);
        }
        else
        {
            var highest = rules.MaxTemperature ?? 1;
            writer.WriteGiven("temperature"u8, Takes(ConversationField.Temperature) && sampling.Temperature is { } asked ? Math.Min(asked, highest) : null);
            writer.WriteGiven("top_p"u8, Takes(ConversationField.TopP) ? sampling.TopP : null);
            writer.WriteGiven("top_k"u8, Takes(ConversationField.TopK) ? sampling.TopK : null);
        }

        WriteStop(sampling.Stop);
    }

    private void NoteUnless(bool isFine, ConversationField field)
    {
        if (!isFine)
        {
            dropped.Add(field);
        }
    }

    private void WriteStop(IReadOnlyList<JsonString> stop)
    {
        if (!Takes(ConversationField.Stop))
        {
            return;
        }

        var written = 0;
        foreach (var sequence in stop)
        {
            if (sequence.IsBlank)
            {
                dropped.Add(ConversationField.Stop);
                continue;
            }

            if (written++ == 0)
            {
                writer.WriteStartArray("stop_sequences"u8);
            }

            writer.WriteRawValue(sequence.Quoted.Span, skipInputValidation: true);
        }

        if (written > 0)
        {
            writer.WriteEndArray();
        }
    }

    private void WriteOthers(ConversationRequest request)
    {
        if (!request.EndUser.IsEmpty && Takes(ConversationField.EndUser))
        {
            writer.WriteStartObject("metadata"u8);
            writer.WriteText("user_id"u8, request.EndUser);
            writer.WriteEndObject();
        }

        WriteTier(request.ServiceTier);
        if (request.Cache is not null && Takes(ConversationField.CacheMarkers))
        {
            AnthropicBlockWriter.WriteCache(writer, request.Cache);
        }
    }

    private void WriteTier(JsonString tier)
    {
        if (tier.IsEmpty || !Takes(ConversationField.ServiceTier))
        {
            return;
        }

        if (tier.Is("auto"u8) || tier.Is("priority"u8))
        {
            writer.WriteString("service_tier"u8, "auto"u8);
        }
        else if (tier.Is("default"u8) || tier.Is("standard_only"u8))
        {
            writer.WriteString("service_tier"u8, "standard_only"u8);
        }
        else
        {
            dropped.Add(ConversationField.ServiceTier);
        }
    }
}
