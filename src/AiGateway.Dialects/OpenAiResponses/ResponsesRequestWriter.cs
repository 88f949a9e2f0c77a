using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes one Responses request.</summary>
internal sealed class ResponsesRequestWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    // The API refuses less.
    private const long LeastMaxTokens = 16;

    /// <summary>Writes it.</summary>
    public void Write(ConversationRequest request)
    {
        writer.WriteStartObject();
        rules.WriteHead(writer, request.Model);
        new ResponsesInputWriter(writer, rules, dropped).Write(request.Turns);
        WriteState(request);
        WriteTools(request);
        WriteText(request);
        var thinks = WriteReasoning(request.Reasoning);
        WriteSampling(request.Sampling);
        WriteInclude(request.Sampling, thinks);
        WriteOthers(request);
        if (rules.Stream ?? request.Stream)
        {
            writer.WriteBoolean("stream"u8, true);
        }

        dropped.AddForeign(request.Extras, DialectFamily.OpenAiResponses);
        ExtraMember.WriteAll(writer, request.Extras, DialectFamily.OpenAiResponses);
        writer.WriteEndObject();
    }

    private bool Takes(ConversationField field) => rules.Takes(ResponsesFields.Table[field]);

    // Other dialects store nothing unless they are told to, and this one everything unless it is told not to.
    private void WriteState(ConversationRequest request)
    {
        writer.WriteText("previous_response_id"u8, Takes(ConversationField.PreviousAnswer) ? request.PreviousAnswer : default);
        WriteRaw("conversation"u8, ConversationField.StoredConversation, request.StoredConversation);
        WriteRaw("prompt"u8, ConversationField.StoredPrompt, request.StoredPrompt);
        if (Takes(ConversationField.Store))
        {
            writer.WriteBoolean("store"u8, request.Store ?? false);
        }
    }

    private void WriteTools(ConversationRequest request)
    {
        var tools = new ResponsesToolWriter(writer, Takes(ConversationField.StrictTools), rules.FreeformTools);
        var written = 0;
        foreach (var tool in request.Tools)
        {
            if (tool is ProviderTool { Family: not DialectFamily.OpenAiResponses } foreign)
            {
                dropped.Add("tools." + foreign.Type);
                continue;
            }

            if (written++ == 0)
            {
                writer.WriteStartArray("tools"u8);
            }

            dropped.AddForeign(tool.Extras, DialectFamily.OpenAiResponses);
            tools.Write(tool);
        }

        if (written == 0)
        {
            return;
        }

        writer.WriteEndArray();
        if (request.ToolChoice is { } choice && Takes(ConversationField.ToolChoice))
        {
            tools.WriteChoice(choice, request.Tools, Takes(ConversationField.AllowedTools));
        }

        writer.WriteGiven("parallel_tool_calls"u8, Takes(ConversationField.ParallelToolCalls) ? request.ParallelToolCalls : null);
    }

    private void WriteText(ConversationRequest request)
    {
        var format = request.Format is { } asked && Takes(asked.Schema.IsEmpty ? ConversationField.JsonObject : ConversationField.JsonSchema) ? asked : null;
        var verbosity = Takes(ConversationField.Verbosity) ? request.Verbosity : default;
        if (format is null && verbosity.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("text"u8);
        if (format is not null)
        {
            ResponsesSettings.WriteFormat(writer, format);
        }

        writer.WriteText("verbosity"u8, verbosity);
        writer.WriteEndObject();
    }

    private bool WriteReasoning(ReasoningOptions? reasoning)
    {
        if (reasoning is null || !Takes(reasoning.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget))
        {
            return false;
        }

        if (rules.Reasoning == ReasoningSpelling.None)
        {
            dropped.Add(reasoning.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget);
            return false;
        }

        writer.WriteStartObject("reasoning"u8);
        if (reasoning.NearestEffort is { } effort)
        {
            writer.WriteString("effort"u8, ReasoningOptions.WordOf(effort));
        }

        if (reasoning.IsShown == true && Takes(ConversationField.ReasoningShown))
        {
            writer.WriteString("summary"u8, "auto"u8);
        }

        writer.WriteEndObject();
        return !reasoning.IsOff;
    }

    private void WriteSampling(SamplingOptions sampling)
    {
        writer.WriteGiven("max_output_tokens"u8, sampling.MaxTokens is { } most ? Math.Max(most, LeastMaxTokens) : null);
        var highest = rules.MaxTemperature ?? 2;
        writer.WriteGiven("temperature"u8, Takes(ConversationField.Temperature) && sampling.Temperature is { } asked ? Math.Min(asked, highest) : null);
        writer.WriteGiven("top_p"u8, Takes(ConversationField.TopP) ? sampling.TopP : null);
        writer.WriteGiven("top_logprobs"u8, Takes(ConversationField.Logprobs) ? sampling.TopLogprobs : null);
    }

    // Who does not think does not take a wish to see it; who does, and stores nothing, must be sent it back.
    private void WriteInclude(SamplingOptions sampling, bool thinks)
    {
        var hasReasoning = thinks && Takes(ConversationField.SignedReasoning);
        var hasLogprobs = (sampling.Logprobs == true || sampling.TopLogprobs is not null) && Takes(ConversationField.Logprobs);
        if (!hasReasoning && !hasLogprobs)
        {
            return;
        }

        writer.WriteStartArray("include"u8);
        if (hasReasoning)
        {
            writer.WriteStringValue("reasoning.encrypted_content"u8);
        }

        if (hasLogprobs)
        {
            writer.WriteStringValue("message.output_text.logprobs"u8);
        }

        writer.WriteEndArray();
    }

    private void WriteOthers(ConversationRequest request)
    {
        if (Takes(ConversationField.ServiceTier))
        {
            writer.WriteText("service_tier"u8, request.ServiceTier.Is("standard_only"u8) ? JsonString.Of("default") : request.ServiceTier);
        }

        writer.WriteText("safety_identifier"u8, Takes(ConversationField.EndUser) ? EndUserId.Shorten(request.EndUser) : default);
        writer.WriteText("prompt_cache_key"u8, Takes(ConversationField.PromptCacheKey) ? request.PromptCacheKey : default);
        WriteRaw("metadata"u8, ConversationField.Metadata, request.Metadata);
    }

    private void WriteRaw(ReadOnlySpan<byte> name, ConversationField field, ReadOnlyMemory<byte> json)
    {
        if (Takes(field))
        {
            writer.WriteJson(name, json.Span);
        }
    }
}
