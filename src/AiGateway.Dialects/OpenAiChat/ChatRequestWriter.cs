using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes one Chat request.</summary>
internal sealed class ChatRequestWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    /// <summary>Writes it.</summary>
    public void Write(ConversationRequest request)
    {
        var stream = rules.Stream ?? request.Stream;
        writer.WriteStartObject();
        rules.WriteHead(writer, request.Model);
        writer.WriteStartArray("messages"u8);
        new ChatMessageWriter(writer, rules, dropped).WriteAll(request.Turns);
        writer.WriteEndArray();
        new ChatToolWriter(writer, rules, dropped).Write(request);
        WriteFormat(request.Format);
        WriteReasoning(request.Reasoning);
        WriteSampling(request.Sampling);
        WriteOthers(request);
        if (stream)
        {
            writer.WriteBoolean("stream"u8, true);
            writer.WriteJson("stream_options"u8, rules.AsksForUsage ? """{"include_usage":true}"""u8 : default);
        }

        if (rules.PrefillWay == AssistantPrefill.ContinueFinalMessage && request.Turns is [.., { Role: TurnRole.Assistant }])
        {
            writer.WriteBoolean("continue_final_message"u8, true);
            writer.WriteBoolean("add_generation_prompt"u8, false);
        }

        WriteExtras(request.Extras);
        writer.WriteEndObject();
    }

    private bool Takes(ConversationField field) => rules.Takes(ChatFields.Table[field]);

    private void WriteFormat(ResponseFormat? format)
    {
        if (format is null || !Takes(format.Schema.IsEmpty ? ConversationField.JsonObject : ConversationField.JsonSchema))
        {
            return;
        }

        writer.WriteStartObject("response_format"u8);
        writer.WriteString("type"u8, format.Schema.IsEmpty ? "json_object"u8 : "json_schema"u8);
        if (!format.Schema.IsEmpty)
        {
            writer.WriteStartObject("json_schema"u8);
            writer.WriteText("name"u8, format.Name.IsEmpty ? JsonString.Of("answer") : format.Name);
            writer.WriteText("description"u8, format.Description);
            writer.WriteJson("schema"u8, format.Schema.Span);
            writer.WriteGiven("strict"u8, format.Strict);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteReasoning(ReasoningOptions? reasoning)
    {
        if (reasoning is null || !Takes(reasoning.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget))
        {
            return;
        }

        ChatReasoning.Write(writer, reasoning, rules, dropped);
    }

    private void WriteSampling(SamplingOptions sampling)
    {
        writer.WriteGiven(rules.OldTokenLimit ? "max_tokens"u8 : "max_completion_tokens"u8, sampling.MaxTokens);
        WriteNumber("temperature"u8, ConversationField.Temperature, Math.Min(sampling.Temperature ?? double.NaN, rules.MaxTemperature ?? 2));
        WriteNumber("top_p"u8, ConversationField.TopP, sampling.TopP);
        WriteWhole("top_k"u8, ConversationField.TopK, sampling.TopK);
        WriteNumber("frequency_penalty"u8, ConversationField.FrequencyPenalty, sampling.FrequencyPenalty);
        WriteNumber("presence_penalty"u8, ConversationField.PresencePenalty, sampling.PresencePenalty);
        WriteStop(sampling.Stop);
        WriteWhole(rules.RandomSeed ? "random_seed"u8 : "seed"u8, ConversationField.Seed, sampling.Seed);
        WriteWhole("n"u8, ConversationField.Count, sampling.Count);
        if (Takes(ConversationField.Logprobs))
        {
            writer.WriteGiven("logprobs"u8, sampling.Logprobs ?? (sampling.TopLogprobs is null ? null : true));
            writer.WriteGiven("top_logprobs"u8, sampling.TopLogprobs);
        }

        WriteRaw("logit_bias"u8, ConversationField.LogitBias, sampling.LogitBias);
    }

    private void WriteStop(IReadOnlyList<JsonString> stop)
    {
        if (stop.Count == 0 || !Takes(ConversationField.Stop))
        {
            return;
        }

        if (stop.Count > 4)
        {
            dropped.Add(ConversationField.Stop);
        }

        writer.WriteStartArray("stop"u8);
        for (var at = 0; at < Math.Min(stop.Count, 4); at++)
        {
            writer.WriteRawValue(stop[at].Quoted.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private void WriteOthers(ConversationRequest request)
    {
        if (Takes(ConversationField.ServiceTier) && TierOf(request.ServiceTier) is { IsGiven: true } tier)
        {
            writer.WriteText("service_tier"u8, tier);
        }

        if (Takes(ConversationField.EndUser))
        {
            writer.WriteText(rules.OldEndUser ? "user"u8 : "safety_identifier"u8, EndUserId.Shorten(request.EndUser));
        }

        if (Takes(ConversationField.PromptCacheKey))
        {
            writer.WriteText("prompt_cache_key"u8, request.PromptCacheKey);
        }

        WriteRaw("metadata"u8, ConversationField.Metadata, request.Metadata);
        writer.WriteGiven("store"u8, request.Store == true && Takes(ConversationField.Store) ? true : null);
        writer.WriteText("verbosity"u8, Takes(ConversationField.Verbosity) ? request.Verbosity : default);
        WriteRaw("modalities"u8, ConversationField.Modalities, request.Modalities);
        WriteRaw("audio"u8, ConversationField.Voice, request.Voice);
        WriteRaw("prediction"u8, ConversationField.Prediction, request.Prediction);
        if (request.Cache is not null && Takes(ConversationField.CacheMarkers))
        {
            ChatMessageWriter.WriteCache(writer, request.Cache);
        }
    }

    // Anthropic's word for the tier without priority.
    private static JsonString TierOf(JsonString tier) => tier.Is("standard_only"u8) ? JsonString.Of("default") : tier;

    private void WriteNumber(ReadOnlySpan<byte> name, ConversationField field, double? number)
    {
        if (number is { } given && !double.IsNaN(given) && Takes(field))
        {
            writer.WriteNumber(name, given);
        }
    }

    private void WriteWhole(ReadOnlySpan<byte> name, ConversationField field, long? number) => writer.WriteGiven(name, Takes(field) ? number : null);

    private void WriteRaw(ReadOnlySpan<byte> name, ConversationField field, ReadOnlyMemory<byte> json)
    {
        if (Takes(field))
        {
            writer.WriteJson(name, json.Span);
        }
    }

    private void WriteExtras(IReadOnlyList<ExtraMember> extras)
    {
        dropped.AddForeign(extras, DialectFamily.OpenAi);
        ChatMessageWriter.WriteExtras(writer, extras);
    }
}
