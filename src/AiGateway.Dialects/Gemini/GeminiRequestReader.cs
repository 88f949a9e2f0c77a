using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads the members of a Gemini request. Google's servers take snake case too, so that both are read.</summary>
internal static class GeminiRequestReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.Gemini,
        "model", "contents", "systemInstruction", "system_instruction", "tools", "toolConfig", "tool_config", "generationConfig", "generation_config")
    {
        // What it refers to is a part of the talk that only Google has.
        Indispensable = ["cachedContent", "cached_content"],
    };

    private static readonly KnownMembers s_knownOfGeneration = new(
        DialectFamily.Gemini,
        "temperature", "topP", "top_p", "topK", "top_k", "candidateCount", "candidate_count", "maxOutputTokens", "max_output_tokens", "stopSequences",
        "stop_sequences", "seed", "presencePenalty", "presence_penalty", "frequencyPenalty", "frequency_penalty", "responseMimeType", "response_mime_type",
        "responseSchema", "response_schema", "responseJsonSchema", "response_json_schema", "responseLogprobs", "response_logprobs", "logprobs",
        "thinkingConfig", "thinking_config");

    private static readonly KnownMembers s_knownOfTools = new(DialectFamily.Gemini, "functionCallingConfig", "function_calling_config");

    private static readonly KnownMembers s_knownOfCalling = new(DialectFamily.Gemini, "mode", "allowedFunctionNames", "allowed_function_names");

    private static readonly KnownMembers s_knownOfThinking = new(
        DialectFamily.Gemini, "thinkingLevel", "thinking_level", "thinkingBudget", "thinking_budget", "includeThoughts", "include_thoughts");

    /// <summary>Reads a request.</summary>
    public static ConversationRequest Read(JsonView body, ReadFaults faults)
    {
        var generation = Either(body, "generationConfig"u8, "generation_config"u8);
        return new ConversationRequest
        {
            Model = body["model"u8].Text,
            Turns = ReadTurns(body, faults),
            Tools = GeminiToolReader.ReadTools(body["tools"u8], faults),
            ToolChoice = GeminiToolReader.ReadChoice(Either(body, "toolConfig"u8, "tool_config"u8)),
            Format = ReadFormat(generation),
            Reasoning = ReadReasoning(Either(generation, "thinkingConfig"u8, "thinking_config"u8)),
            Sampling = ReadSampling(generation),
            Extras = ReadExtras(body, generation),
        };
    }

    /// <summary>The member of either name.</summary>
    public static JsonView Either(JsonView holder, ReadOnlySpan<byte> camel, ReadOnlySpan<byte> snake)
    {
        var value = holder[camel];
        return value.IsGiven ? value : holder[snake];
    }

    private static List<ExtraMember> ReadExtras(JsonView body, JsonView generation)
    {
        var tools = Either(body, "toolConfig"u8, "tool_config"u8);
        var calling = Either(tools, "functionCallingConfig"u8, "function_calling_config"u8);
        var thinking = Either(generation, "thinkingConfig"u8, "thinking_config"u8);
        return
        [
            .. s_known.Extras(body),
            .. s_knownOfGeneration.Extras(generation, "generationConfig"),
            .. s_knownOfTools.Extras(tools, "toolConfig"),
            .. s_knownOfCalling.Extras(calling, "functionCallingConfig"),
            .. s_knownOfThinking.Extras(thinking, "thinkingConfig"),
            .. UnknownEffort.Of(Either(thinking, "thinkingLevel"u8, "thinking_level"u8), DialectFamily.Gemini, "thinkingConfig.thinkingLevel"),
        ];
    }

    private static List<Turn> ReadTurns(JsonView body, ReadFaults faults)
    {
        var contents = body["contents"u8];
        var turns = new List<Turn>(contents.Count + 1);
        var parts = new GeminiPartReader();
        var instruction = Either(body, "systemInstruction"u8, "system_instruction"u8);
        if (instruction.IsObject)
        {
            turns.Add(new Turn(TurnRole.System, parts.ReadAll(instruction["parts"u8])));
        }
        else if (instruction.IsGiven)
        {
            faults.Add("systemInstruction", "must be an object with parts");
        }

        if (contents.Count == 0 && !contents.IsObject)
        {
            faults.Add("contents", "must be an array of at least one content");
        }

        var index = 0;
        foreach (var content in contents.ItemsOrSelf)
        {
            turns.Add(ReadTurn(content, index++, parts, faults));
        }

        return turns;
    }

    private static Turn ReadTurn(JsonView content, int index, GeminiPartReader parts, ReadFaults faults)
    {
        var role = content["role"u8];
        var isModel = role.Is("model"u8);
        if (!isModel && role.IsGiven && !role.Is("user"u8) && !role.Is("function"u8))
        {
            faults.Add($"contents[{index}].role", "must be user or model");
        }

        if (!content["parts"u8].IsArray && !content["parts"u8].IsObject)
        {
            faults.Add($"contents[{index}].parts", "must be an array of parts");
        }

        return new Turn(isModel ? TurnRole.Assistant : TurnRole.User, parts.ReadAll(content["parts"u8]));
    }

    private static ResponseFormat? ReadFormat(JsonView generation)
    {
        var schema = Either(generation, "responseJsonSchema"u8, "response_json_schema"u8);
        if (schema.IsObject)
        {
            return new ResponseFormat(schema.Raw);
        }

        schema = Either(generation, "responseSchema"u8, "response_schema"u8);
        if (schema.IsObject)
        {
            return new ResponseFormat(GeminiSchema.ToJsonSchema(schema));
        }

        return Either(generation, "responseMimeType"u8, "response_mime_type"u8).Is("application/json"u8) ? new ResponseFormat(default) : null;
    }

    private static ReasoningOptions? ReadReasoning(JsonView thinking)
    {
        if (!thinking.IsObject)
        {
            return null;
        }

        var level = Either(thinking, "thinkingLevel"u8, "thinking_level"u8).Text;
        var budget = Either(thinking, "thinkingBudget"u8, "thinking_budget"u8).Integer;
        var effort = level.IsEmpty ? null : ReasoningOptions.Parse(level.ToString().ToLowerInvariant());
        return new ReasoningOptions
        {
            Effort = budget == 0 ? ReasoningEffort.None : effort,
            Budget = effort is null && budget > 0 ? budget : null,
            IsShown = Either(thinking, "includeThoughts"u8, "include_thoughts"u8).Flag,
        };
    }

    private static SamplingOptions ReadSampling(JsonView generation) => new()
    {
        MaxTokens = Either(generation, "maxOutputTokens"u8, "max_output_tokens"u8).Integer,
        Temperature = generation["temperature"u8].Number,
        TopP = Either(generation, "topP"u8, "top_p"u8).Number,
        TopK = Either(generation, "topK"u8, "top_k"u8).Integer,
        FrequencyPenalty = Either(generation, "frequencyPenalty"u8, "frequency_penalty"u8).Number,
        PresencePenalty = Either(generation, "presencePenalty"u8, "presence_penalty"u8).Number,
        Stop = StopSequences.Read(Either(generation, "stopSequences"u8, "stop_sequences"u8)),
        Seed = generation["seed"u8].Integer,
        Count = Either(generation, "candidateCount"u8, "candidate_count"u8).Integer,
        Logprobs = Either(generation, "responseLogprobs"u8, "response_logprobs"u8).Flag,
        TopLogprobs = generation["logprobs"u8].Integer,
    };
}
