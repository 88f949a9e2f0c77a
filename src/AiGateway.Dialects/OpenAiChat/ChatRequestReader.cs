using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Reads the members of a Chat request.</summary>
internal static class ChatRequestReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAi,
        "model", "messages", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls", "functions", "function_call", "response_format",
        "reasoning_effort", "enable_thinking", "thinking_budget", "thinking", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k",
        "frequency_penalty", "presence_penalty", "stop", "seed", "n", "logprobs", "top_logprobs", "logit_bias", "service_tier", "user",
        "safety_identifier", "prompt_cache_key", "cache_control", "metadata", "store", "verbosity", "modalities", "audio", "prediction");

    /// <summary>Reads a request.</summary>
    public static ConversationRequest Read(JsonView body, ReadFaults faults)
    {
        var isOld = body["functions"u8].Count > 0 && !body["tools"u8].IsGiven;
        return ReadMembers(body, faults) with { KnowsFunctionsOnly = isOld, ParallelToolCalls = isOld ? false : body["parallel_tool_calls"u8].Flag };
    }

    private static ConversationRequest ReadMembers(JsonView body, ReadFaults faults) => new()
    {
        Model = body["model"u8].Text,
        Stream = body["stream"u8].Flag ?? false,
        Turns = ChatMessageReader.ReadAll(body["messages"u8], faults),
        Tools = ChatToolReader.ReadTools(body, faults),
        ToolChoice = ChatToolReader.ReadChoice(body, faults),
        Format = ReadFormat(body["response_format"u8], faults),
        Reasoning = ReadReasoning(body),
        Sampling = ReadSampling(body, faults),
        ServiceTier = body["service_tier"u8].Text,
        EndUser = body["safety_identifier"u8].Text is { IsGiven: true } identifier ? identifier : body["user"u8].Text,
        PromptCacheKey = body["prompt_cache_key"u8].Text,
        Cache = ReadCache(body),
        Metadata = Filled(body["metadata"u8]),
        Store = body["store"u8].Flag,
        Verbosity = body["verbosity"u8].Text,
        Modalities = IsTextAlone(body["modalities"u8]) ? default : body["modalities"u8].Raw,
        Voice = body["audio"u8].Raw,
        Prediction = body["prediction"u8].Raw,
        Extras = [.. s_known.Extras(body), .. UnknownEffort.Of(body["reasoning_effort"u8], DialectFamily.OpenAi, "reasoning_effort")],
    };

    /// <summary>Reads the cache marker of a part, a tool or a request, as DashScope and OpenRouter take it.</summary>
    public static CacheMarker? ReadCache(JsonView holder) =>
        holder["cache_control"u8] is { IsObject: true } marker ? new CacheMarker(marker["ttl"u8].Text) : null;

    // An object that has nothing in it says nothing.
    private static ReadOnlyMemory<byte> Filled(JsonView value) => value.IsObject && !value.Members.MoveNext() ? default : value.Raw;

    private static bool IsTextAlone(JsonView modalities)
    {
        foreach (var modality in modalities.Items)
        {
            if (!modality.Is("text"u8))
            {
                return false;
            }
        }

        return true;
    }

    private static ResponseFormat? ReadFormat(JsonView format, ReadFaults faults)
    {
        if (!format.IsGiven || format["type"u8].Is("text"u8))
        {
            return null;
        }

        if (format["type"u8].Is("json_object"u8))
        {
            return new ResponseFormat(default);
        }

        var schema = format["json_schema"u8];
        if (!format["type"u8].Is("json_schema"u8) || !schema.IsObject)
        {
            faults.Add("response_format", "must have the type text, json_object or json_schema, the last with a json_schema object");
            return null;
        }

        return new ResponseFormat(schema["schema"u8] is { IsObject: true } given ? given.Raw : "{}"u8.ToArray())
        {
            Name = schema["name"u8].Text,
            Description = schema["description"u8].Text,
            Strict = schema["strict"u8].Flag,
        };
    }

    private static ReasoningOptions? ReadReasoning(JsonView body)
    {
        var effort = body["reasoning_effort"u8].Text is { IsEmpty: false } word ? ReasoningOptions.Parse(word.ToString().ToLowerInvariant()) : null;
        var isOff = body["enable_thinking"u8].Flag == false || body["thinking"u8]["type"u8].Is("disabled"u8);
        if (isOff)
        {
            return new ReasoningOptions { Effort = ReasoningEffort.None };
        }

        if (effort is not null)
        {
            return new ReasoningOptions { Effort = effort };
        }

        var budget = body["thinking_budget"u8].Integer ?? body["thinking"u8]["budget_tokens"u8].Integer;
        var isOn = budget is not null || body["enable_thinking"u8].Flag == true || body["thinking"u8]["type"u8].IsGiven;
        return isOn ? new ReasoningOptions { Budget = budget } : null;
    }

    private static SamplingOptions ReadSampling(JsonView body, ReadFaults faults) => new()
    {
        MaxTokens = faults.Integer(body, "max_completion_tokens"u8) ?? faults.Integer(body, "max_tokens"u8),
        Temperature = faults.Number(body, "temperature"u8),
        TopP = faults.Number(body, "top_p"u8),
        TopK = faults.Integer(body, "top_k"u8),
        FrequencyPenalty = faults.Number(body, "frequency_penalty"u8),
        PresencePenalty = faults.Number(body, "presence_penalty"u8),
        Stop = StopSequences.Read(body["stop"u8]),
        Seed = faults.Integer(body, "seed"u8),
        Count = faults.Integer(body, "n"u8),
        Logprobs = body["logprobs"u8].Flag,
        TopLogprobs = faults.Integer(body, "top_logprobs"u8),
        LogitBias = Filled(body["logit_bias"u8]),
    };
}
