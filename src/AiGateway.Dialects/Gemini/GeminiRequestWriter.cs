using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Writes one Gemini request.</summary>
internal sealed class GeminiRequestWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private readonly GeminiContentWriter _contents = new(writer, rules, dropped);

    /// <summary>Writes it.</summary>
    public void Write(ConversationRequest request)
    {
        writer.WriteStartObject();
        _contents.Write(request.Turns);
        var hasTools = WriteTools(request.Tools);
        if (hasTools && request.ToolChoice is { } choice && Takes(ConversationField.ToolChoice))
        {
            WriteChoice(choice);
        }

        WriteGeneration(request);
        WriteExtras(request.Extras);
        writer.WriteEndObject();
    }

    private void WriteExtras(IReadOnlyList<ExtraMember> extras)
    {
        dropped.AddForeign(extras, DialectFamily.Gemini);
        foreach (var extra in extras)
        {
            if (extra is { Family: DialectFamily.Gemini, IsNested: false })
            {
                writer.WritePropertyName(extra.Name);
                writer.WriteRawValue(extra.Json.Span, skipInputValidation: true);
            }
        }
    }

    private bool Takes(ConversationField field) => rules.Takes(GeminiFields.Table[field]);

    // One element has all functions, those of the provider's own tools follow as they came.
    private bool WriteTools(IReadOnlyList<Tool> tools)
    {
        var functions = new List<FunctionTool>(tools.Count);
        var own = new List<ProviderTool>();
        foreach (var tool in tools)
        {
            if (tool is FunctionTool function)
            {
                functions.Add(function);
            }
            else if (tool is FreeformTool freeform)
            {
                functions.Add(FreeformEmulation.AsFunction(freeform));
            }
            else if (tool is ProviderTool { Family: DialectFamily.Gemini } mine)
            {
                own.Add(mine);
            }
            else if (tool is ProviderTool foreign)
            {
                dropped.Add("tools." + foreign.Type);
            }
        }

        if (functions.Count + own.Count == 0)
        {
            return false;
        }

        writer.WriteStartArray("tools"u8);
        if (functions.Count > 0)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("functionDeclarations"u8);
            functions.ForEach(WriteFunction);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        own.ForEach(tool => writer.WriteRawValue(tool.Json.Span, skipInputValidation: true));
        writer.WriteEndArray();
        return functions.Count > 0;
    }

    private void WriteFunction(FunctionTool function)
    {
        dropped.AddForeign(function.Extras, family: null);
        writer.WriteStartObject();
        writer.WriteText("name"u8, function.Name);
        writer.WriteText("description"u8, function.Description);
        writer.WriteJson("parametersJsonSchema"u8, function.Parameters.Span);
        writer.WriteEndObject();
    }

    private void WriteChoice(ToolChoice choice)
    {
        // Only ANY and VALIDATED take names; the latter lets the model choose words.
        var hasNames = choice.Names.Count > 0 && (choice.Names.Count == 1 || Takes(ConversationField.AllowedTools));
        writer.WriteStartObject("toolConfig"u8);
        writer.WriteStartObject("functionCallingConfig"u8);
        writer.WriteString("mode"u8, choice.Mode switch
        {
            ToolChoiceMode.None => "NONE"u8,
            ToolChoiceMode.Required => "ANY"u8,
            _ => hasNames ? "VALIDATED"u8 : "AUTO"u8,
        });
        if (hasNames && choice.Mode != ToolChoiceMode.None)
        {
            WriteTexts("allowedFunctionNames"u8, choice.Names, int.MaxValue);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteTexts(ReadOnlySpan<byte> name, IReadOnlyList<JsonString> texts, int most)
    {
        writer.WriteStartArray(name);
        for (var at = 0; at < Math.Min(texts.Count, most); at++)
        {
            writer.WriteRawValue(texts[at].Quoted.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private void WriteGeneration(ConversationRequest request)
    {
        var sampling = request.Sampling;
        writer.WriteStartObject("generationConfig"u8);
        writer.WriteGiven("maxOutputTokens"u8, sampling.MaxTokens);
        var highest = rules.MaxTemperature ?? 2;
        writer.WriteGiven("temperature"u8, Takes(ConversationField.Temperature) && sampling.Temperature is { } asked ? Math.Min(asked, highest) : null);
        writer.WriteGiven("topP"u8, Takes(ConversationField.TopP) ? sampling.TopP : null);
        writer.WriteGiven("topK"u8, Takes(ConversationField.TopK) ? sampling.TopK : null);
        WritePenalties(sampling);
        WriteSeed(sampling.Seed);
        writer.WriteGiven("candidateCount"u8, Takes(ConversationField.Count) ? sampling.Count : null);
        if (Takes(ConversationField.Logprobs))
        {
            writer.WriteGiven("responseLogprobs"u8, sampling.Logprobs);
            writer.WriteGiven("logprobs"u8, sampling.TopLogprobs);
        }

        WriteStop(sampling.Stop);
        WriteFormat(request.Format);
        WriteThinking(request.Reasoning);
        writer.WriteEndObject();
    }

    // OpenAI's have twice the bits.
    private void WriteSeed(long? seed)
    {
        if (seed is < int.MinValue or > int.MaxValue)
        {
            dropped.Add(ConversationField.Seed);
        }
        else if (Takes(ConversationField.Seed))
        {
            writer.WriteGiven("seed"u8, seed);
        }
    }

    // Many clients say that there is none, and some models refuse to hear of it.
    private void WritePenalties(SamplingOptions sampling)
    {
        writer.WriteGiven("frequencyPenalty"u8, Takes(ConversationField.FrequencyPenalty) && sampling.FrequencyPenalty != 0 ? sampling.FrequencyPenalty : null);
        writer.WriteGiven("presencePenalty"u8, Takes(ConversationField.PresencePenalty) && sampling.PresencePenalty != 0 ? sampling.PresencePenalty : null);
    }

    private void WriteStop(IReadOnlyList<JsonString> stop)
    {
        const int most = 5;
        if (stop.Count == 0 || !Takes(ConversationField.Stop))
        {
            return;
        }

        if (stop.Count > most)
        {
            dropped.Add(ConversationField.Stop);
        }

        WriteTexts("stopSequences"u8, stop, most);
    }

    private void WriteFormat(ResponseFormat? format)
    {
        if (format is null || !Takes(format.Schema.IsEmpty ? ConversationField.JsonObject : ConversationField.JsonSchema))
        {
            return;
        }

        writer.WriteString("responseMimeType"u8, "application/json"u8);
        writer.WriteJson("responseJsonSchema"u8, format.Schema.Span);
    }

    private void WriteThinking(ReasoningOptions? reasoning)
    {
        if (reasoning is null || !Takes(reasoning.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget))
        {
            return;
        }

        var asBudget = reasoning.IsOff || (rules.Reasoning is null ? reasoning.Budget is not null : rules.Reasoning == ReasoningSpelling.Budget);
        writer.WriteStartObject("thinkingConfig"u8);
        if (asBudget)
        {
            writer.WriteGiven("thinkingBudget"u8, reasoning.NearestBudget ?? -1);
        }
        else if (reasoning.NearestEffort is { } effort)
        {
            writer.WriteString("thinkingLevel"u8, ReasoningOptions.WordOf(effort > ReasoningEffort.High ? ReasoningEffort.High : effort));
        }

        // Gemini hides its thoughts from whoever does not ask for them.
        var isShown = reasoning.IsShown ?? (reasoning is { IsShownUnasked: true, IsOff: false } ? true : null);
        writer.WriteGiven("includeThoughts"u8, Takes(ConversationField.ReasoningShown) ? isShown : null);
        writer.WriteEndObject();
    }
}
