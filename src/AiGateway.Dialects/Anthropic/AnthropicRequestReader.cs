using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Reads the members of a Messages request.</summary>
internal static class AnthropicRequestReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.Anthropic,
        "model", "max_tokens", "messages", "system", "temperature", "top_p", "top_k", "stop_sequences", "stream", "tools", "tool_choice", "thinking",
        "output_config", "cache_control", "metadata", "service_tier");

    private static readonly KnownMembers s_knownOfOutput = new(DialectFamily.Anthropic, "effort", "format");

    private static readonly KnownMembers s_knownOfThinking = new(DialectFamily.Anthropic, "type", "budget_tokens", "display");

    private static readonly KnownMembers s_knownOfMetadata = new(DialectFamily.Anthropic, "user_id");

    private static readonly KnownMembers s_knownOfMessage = new(DialectFamily.Anthropic, "role", "content");

    /// <summary>Reads a request.</summary>
    public static ConversationRequest Read(JsonView body, ReadFaults faults) => new()
    {
        Model = body["model"u8].Text,
        Stream = body["stream"u8].Flag ?? false,
        Turns = ReadTurns(body, faults),
        Tools = AnthropicToolReader.ReadTools(body["tools"u8], faults),
        ToolChoice = AnthropicToolReader.ReadChoice(body["tool_choice"u8], faults),
        ParallelToolCalls = body["tool_choice"u8]["disable_parallel_tool_use"u8].Flag is { } disabled ? !disabled : null,
        Format = body["output_config"u8]["format"u8]["schema"u8] is { IsObject: true } schema ? new ResponseFormat(schema.Raw) : null,
        Reasoning = ReadReasoning(body["thinking"u8], body["output_config"u8]["effort"u8].Text),
        Sampling = new SamplingOptions
        {
            MaxTokens = faults.Integer(body, "max_tokens"u8),
            Temperature = faults.Number(body, "temperature"u8),
            TopP = faults.Number(body, "top_p"u8),
            TopK = faults.Integer(body, "top_k"u8),
            Stop = StopSequences.Read(body["stop_sequences"u8]),
        },
        ServiceTier = body["service_tier"u8].Text,
        EndUser = body["metadata"u8]["user_id"u8].Text,
        Cache = AnthropicBlockReader.ReadCache(body),
        Extras =
        [
            .. s_known.Extras(body),
            .. s_knownOfOutput.Extras(body["output_config"u8], "output_config"),
            .. s_knownOfThinking.Extras(body["thinking"u8], "thinking"),
            .. s_knownOfMetadata.Extras(body["metadata"u8], "metadata"),
            .. UnknownEffort.Of(body["output_config"u8]["effort"u8], DialectFamily.Anthropic, "output_config.effort"),
        ],
    };

    private static List<Turn> ReadTurns(JsonView body, ReadFaults faults)
    {
        var messages = body["messages"u8];
        var turns = new List<Turn>(messages.Count + 1);
        var instructions = ReadInstructions(body["system"u8], faults);
        if (instructions.Count > 0)
        {
            turns.Add(new Turn(TurnRole.System, instructions));
        }

        if (messages.Count == 0)
        {
            faults.Add("messages", "must be an array of at least one message");
        }

        var index = 0;
        foreach (var message in messages.Items)
        {
            turns.Add(ReadTurn(message, index++, faults));
        }

        return turns;
    }

    private static List<Part> ReadInstructions(JsonView system, ReadFaults faults)
    {
        if (system.IsGiven && !system.IsArray && !system.Text.IsGiven)
        {
            faults.Add("system", "must be a string or an array of text blocks");
        }

        var parts = AnthropicBlockReader.ReadContent(system);

        // Claude Code puts a line there that changes with each request: no one else can use it, and it would spoil every prompt cache.
        parts.RemoveAll(part => part is TextPart text && text.Text.StartsWith("x-anthropic-billing-header:"u8));
        return parts;
    }

    private static Turn ReadTurn(JsonView message, int index, ReadFaults faults)
    {
        var role = message["role"u8];
        var known = role.Is("user"u8) ? TurnRole.User : role.Is("assistant"u8) ? TurnRole.Assistant : role.Is("system"u8) ? TurnRole.System : (TurnRole?)null;
        if (known is null)
        {
            faults.Add($"messages[{index}].role", "must be user or assistant");
        }

        var content = message["content"u8];
        if (!content.IsArray && !content.Text.IsGiven)
        {
            faults.Add($"messages[{index}].content", "must be a string or an array of blocks");
        }

        var block = 0;
        foreach (var item in content.Items)
        {
            if (!item["type"u8].Text.IsGiven)
            {
                faults.Add($"messages[{index}].content[{block}].type", "must be the name of a kind of block");
            }

            block++;
        }

        return new Turn(known ?? TurnRole.User, AnthropicBlockReader.ReadContent(content)) { Extras = s_knownOfMessage.Extras(message) };
    }

    private static ReasoningOptions? ReadReasoning(JsonView thinking, JsonString effortWord)
    {
        var effort = effortWord.IsEmpty ? null : ReasoningOptions.Parse(effortWord.ToString().ToLowerInvariant());
        if (thinking["type"u8].Is("disabled"u8))
        {
            return new ReasoningOptions { Effort = ReasoningEffort.None };
        }

        if (!thinking.IsObject && effort is null)
        {
            return null;
        }

        var display = thinking["display"u8];
        return new ReasoningOptions
        {
            Effort = effort,
            Budget = effort is null ? thinking["budget_tokens"u8].Integer : null,
            IsShown = display.Is("omitted"u8) ? false : display.Is("summarized"u8) ? true : null,
            IsShownUnasked = thinking["type"u8].Is("enabled"u8),
        };
    }
}
