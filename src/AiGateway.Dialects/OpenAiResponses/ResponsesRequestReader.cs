using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Reads the members of a Responses request.</summary>
internal static class ResponsesRequestReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAiResponses,
        "model", "input", "instructions", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning", "include",
        "max_output_tokens", "temperature", "top_p", "top_logprobs", "service_tier", "user", "safety_identifier", "prompt_cache_key", "metadata", "store",
        "previous_response_id", "conversation", "prompt", "truncation", "background");

    private static readonly KnownMembers s_knownOfText = new(DialectFamily.OpenAiResponses, "format", "verbosity");

    private static readonly KnownMembers s_knownOfReasoning = new(DialectFamily.OpenAiResponses, "effort", "summary", "generate_summary");

    /// <summary>Reads a request.</summary>
    public static ConversationRequest Read(JsonView body, ReadFaults faults)
    {
        var extras = new List<ExtraMember>();
        var choice = ResponsesToolReader.ReadChoice(body["tool_choice"u8], extras, faults);
        var hasLogprobs = ReadInclude(body["include"u8], extras);
        AddExtras(body, extras);
        return new ConversationRequest
        {
            Model = body["model"u8].Text,
            Stream = body["stream"u8].Flag ?? false,
            Turns = ResponsesInputReader.ReadAll(body, faults),
            Tools = ResponsesToolReader.ReadTools(body, faults),
            ToolChoice = choice,
            ParallelToolCalls = body["parallel_tool_calls"u8].Flag,
            Format = ReadFormat(body["text"u8]["format"u8], faults),
            Reasoning = ReadReasoning(body["reasoning"u8]),
            Sampling = new SamplingOptions
            {
                MaxTokens = faults.Integer(body, "max_output_tokens"u8),
                Temperature = faults.Number(body, "temperature"u8),
                TopP = faults.Number(body, "top_p"u8),
                Logprobs = hasLogprobs ? true : null,
                TopLogprobs = faults.Integer(body, "top_logprobs"u8) is > 0 and var top ? top : null,
            },
            ServiceTier = body["service_tier"u8].Text,
            EndUser = body["safety_identifier"u8].Text is { IsGiven: true } identifier ? identifier : body["user"u8].Text,
            PromptCacheKey = body["prompt_cache_key"u8].Text,
            Metadata = IsEmptyObject(body["metadata"u8]) ? default : body["metadata"u8].Raw,
            Store = body["store"u8].Flag,
            Verbosity = body["text"u8]["verbosity"u8].Text,
            PreviousAnswer = body["previous_response_id"u8].Text,
            StoredConversation = body["conversation"u8].Raw,
            StoredPrompt = body["prompt"u8].Raw,
            Extras = extras,
        };
    }

    // What is said to be as it is anyway is no wish.
    private static void AddExtras(JsonView body, List<ExtraMember> extras)
    {
        extras.AddRange(s_known.Extras(body));
        extras.AddRange(s_knownOfText.Extras(body["text"u8], "text"));
        extras.AddRange(s_knownOfReasoning.Extras(body["reasoning"u8], "reasoning"));
        extras.AddRange(UnknownEffort.Of(body["reasoning"u8]["effort"u8], DialectFamily.OpenAiResponses, "reasoning.effort"));
        if (body["truncation"u8] is { IsGiven: true } truncation && !truncation.Is("disabled"u8))
        {
            extras.Add(new ExtraMember(DialectFamily.OpenAiResponses, "truncation", truncation.Raw));
        }

        if (body["background"u8].Flag == true)
        {
            extras.Add(new ExtraMember(DialectFamily.OpenAiResponses, "background", body["background"u8].Raw));
        }
    }

    private static bool IsEmptyObject(JsonView value) => value.IsObject && !value.Members.MoveNext();

    // That reasoning be told so that it can be sent back goes without saying: there is no other way.
    private static bool ReadInclude(JsonView include, List<ExtraMember> extras)
    {
        var hasLogprobs = false;
        foreach (var item in include.Items)
        {
            if (item.Is("message.output_text.logprobs"u8))
            {
                hasLogprobs = true;
            }
            else if (item.Text.IsGiven && !item.Is("reasoning.encrypted_content"u8))
            {
                extras.Add(new ExtraMember(DialectFamily.OpenAiResponses, "include." + item.Text, item.Raw) { IsNested = true });
            }
        }

        return hasLogprobs;
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

        if (!format["type"u8].Is("json_schema"u8) || !format["schema"u8].IsObject)
        {
            faults.Add("text.format", "must have the type text, json_object or json_schema, the last with a schema");
            return null;
        }

        return new ResponseFormat(format["schema"u8].Raw)
        {
            Name = format["name"u8].Text,
            Description = format["description"u8].Text,
            Strict = format["strict"u8].Flag,
        };
    }

    private static ReasoningOptions? ReadReasoning(JsonView reasoning)
    {
        var effort = reasoning["effort"u8].Text is { IsEmpty: false } word ? ReasoningOptions.Parse(word.ToString().ToLowerInvariant()) : null;
        var isShown = reasoning["summary"u8].Text.IsGiven || reasoning["generate_summary"u8].Text.IsGiven ? true : (bool?)null;
        return effort is null && isShown is null ? null : new ReasoningOptions { Effort = effort, IsShown = isShown };
    }
}
