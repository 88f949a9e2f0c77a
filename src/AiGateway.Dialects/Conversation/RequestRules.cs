using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Conversation;

/// <summary>What a target takes, where providers and models of one dialect differ. The defaults are those of the dialect's own maker.</summary>
internal sealed record RequestRules
{
    /// <summary>What the dialect's own maker takes.</summary>
    public static readonly RequestRules Default = new();

    /// <summary>The name of the model at the target; not there for the caller's.</summary>
    public JsonString Model { get; init; }

    /// <summary>The body must not name the model: the path does. Default false.</summary>
    public bool OmitsModel { get; init; }

    /// <summary>Texts that the body must have as members. Default none.</summary>
    public IReadOnlyList<(string Name, string Value)> Members { get; init; } = [];

    /// <summary>The answer is asked for event by event whatever the caller asked for; null for the caller's wish.</summary>
    public bool? Stream { get; init; }

    /// <summary>OpenAI Chat: streams are asked to tell what they used. Default true.</summary>
    public bool AsksForUsage { get; init; } = true;

    /// <summary>The model answers in streams only. Default false.</summary>
    public bool StreamsOnly { get; init; }

    /// <summary>OpenAI Chat: the token limit is <c>max_tokens</c> and not <c>max_completion_tokens</c>.</summary>
    public bool OldTokenLimit { get; init; }

    /// <summary>The token limit where the caller gave none and the dialect needs one.</summary>
    public long FallbackMaxTokens { get; init; } = 4096;

    /// <summary>The longest answer that the model can give, in tokens; a higher limit is refused. Null where it is not known.</summary>
    public long? MostTokens { get; init; }

    /// <summary>OpenAI: there is a role <c>developer</c>; else it becomes <c>system</c>. Default true.</summary>
    public bool DeveloperRole { get; init; } = true;

    /// <summary>OpenAI: instructions are one message at the beginning, and refused elsewhere, and so are two messages of the user on end. Default false: any number of them, anywhere.</summary>
    public bool InstructionsFirst { get; init; }

    /// <summary>OpenAI: there are tools whose argument is text; else they become functions with one text. Default true.</summary>
    public bool FreeformTools { get; init; } = true;

    /// <summary>OpenAI Chat: content of nothing but text is written as one string. Default false: as parts, where there are several.</summary>
    public bool FlatText { get; init; }

    /// <summary>OpenAI Chat: the end user is <c>user</c> and not <c>safety_identifier</c>. Default false.</summary>
    public bool OldEndUser { get; init; }

    /// <summary>OpenAI Chat: the seed is <c>random_seed</c> (Mistral). Default false.</summary>
    public bool RandomSeed { get; init; }

    /// <summary>OpenAI Chat: ids of calls are nine letters and digits (Mistral). Default false.</summary>
    public bool ShortCallIds { get; init; }

    /// <summary>OpenAI Chat: that any tool must be called is <c>any</c> and not <c>required</c> (Mistral). Default false.</summary>
    public bool AnyForRequired { get; init; }

    /// <summary>OpenAI Chat: reasoning stands in the text, between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> at its beginning, where it stands nowhere else. Default false.</summary>
    public bool ThinkTags { get; init; }

    /// <summary>Fields that the target carries although its dialect does not. Default none.</summary>
    public FieldSet Also { get; init; }

    /// <summary>Fields that the target refuses although its dialect carries them. Default none.</summary>
    public FieldSet Refused { get; init; }

    /// <summary>How reasoning is asked for; null for the dialect's own way.</summary>
    public ReasoningSpelling? Reasoning { get; init; }

    /// <summary>How hard the model can be told to think, from the least; null for all there is, empty where it cannot be told.</summary>
    public IReadOnlyList<ReasoningEffort>? Efforts { get; init; }

    /// <summary>The fewest tokens of reasoning that can be asked for. Default 0: no bound.</summary>
    public long LeastBudget { get; init; }

    /// <summary>The most tokens of reasoning that can be asked for; null: no bound.</summary>
    public long? MostBudget { get; init; }

    /// <summary>The model cannot be told not to think. Default false.</summary>
    public bool AlwaysThinks { get; init; }

    /// <summary>The model thinks in streams only: asked for one whole answer, it must be told not to. Default false.</summary>
    public bool ThinksInStreamsOnly { get; init; }

    /// <summary>How far it can be told that a tool must be called.</summary>
    public ForcedCalls ForcedCalls { get; init; }

    /// <summary>A model that thinks refuses to be told which tool to call. Default false: the dialect's own way.</summary>
    public bool ForcedCallsEndThinking { get; init; }

    /// <summary>That no tool may be called can be said; else the tools are left out. Default true.</summary>
    public bool NoCalls { get; init; } = true;

    /// <summary>Calls come one at a time unless <c>parallel_tool_calls</c> says otherwise. Default false.</summary>
    public bool OneCallByDefault { get; init; }

    /// <summary>A shape of the answer can be asked for beside tools. Default true.</summary>
    public bool FormatBesideTools { get; init; } = true;

    /// <summary>The lowest temperature; null for the dialect's own.</summary>
    public double? LeastTemperature { get; init; }

    /// <summary>The highest temperature; null for the dialect's own.</summary>
    public double? MaxTemperature { get; init; }

    /// <summary>How a last turn of the assistant is made the beginning of the answer. Default: by nothing but its place.</summary>
    public AssistantPrefill PrefillWay { get; init; } = AssistantPrefill.Trailing;

    /// <summary>The lowest nucleus; null for the dialect's own.</summary>
    public double? LeastTopP { get; init; }

    /// <summary>Temperature and nucleus are not taken together. Default false.</summary>
    public bool OneSampler { get; init; }

    /// <summary>The talk may end with words of the model's, which it goes on from. Default true.</summary>
    public bool Prefill { get; init; } = true;

    /// <summary>Writes what a body has whatever it asks: the model's name, unless the path has it, and what the target wants beside it.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="asked">What the caller calls the model.</param>
    public void WriteHead(Utf8JsonWriter writer, JsonString asked)
    {
        if (!OmitsModel)
        {
            writer.WriteText("model"u8, Model.IsGiven ? Model : asked);
        }

        foreach (var (name, value) in Members)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>Whether the target takes a field of its dialect, in whatever way.</summary>
    public bool Takes(FieldRow row) => (row.Disposition != Disposition.Dropped || Also.Contains(row.Field)) && !Refused.Contains(row.Field);
}
