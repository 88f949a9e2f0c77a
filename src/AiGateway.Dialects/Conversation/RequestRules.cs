using System.Collections.Frozen;
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

    /// <summary>The answer is asked for event by event whatever the caller asked for; null for the caller's wish.</summary>
    public bool? Stream { get; init; }

    /// <summary>OpenAI Chat: the token limit is <c>max_tokens</c> and not <c>max_completion_tokens</c>.</summary>
    public bool OldTokenLimit { get; init; }

    /// <summary>The token limit where the caller gave none and the dialect needs one.</summary>
    public long FallbackMaxTokens { get; init; } = 4096;

    /// <summary>OpenAI: there is a role <c>developer</c>; else it becomes <c>system</c>. Default true.</summary>
    public bool DeveloperRole { get; init; } = true;

    /// <summary>OpenAI: there are tools whose argument is text; else they become functions with one text. Default true.</summary>
    public bool FreeformTools { get; init; } = true;

    /// <summary>OpenAI Chat: content of nothing but text is written as one string. Default false: as parts, where there are several.</summary>
    public bool FlatText { get; init; }

    /// <summary>Fields that the target carries although its dialect does not. Default none.</summary>
    public IReadOnlySet<ConversationField> Also { get; init; } = FrozenSet<ConversationField>.Empty;

    /// <summary>Fields that the target refuses although its dialect carries them. Default none.</summary>
    public IReadOnlySet<ConversationField> Refused { get; init; } = FrozenSet<ConversationField>.Empty;

    /// <summary>How reasoning is asked for; null for the dialect's own way.</summary>
    public ReasoningSpelling? Reasoning { get; init; }

    /// <summary>The highest temperature; null for the dialect's own.</summary>
    public double? MaxTemperature { get; init; }

    /// <summary>How a last turn of the assistant is made the beginning of the answer. Default: by nothing but its place.</summary>
    public AssistantPrefill Prefill { get; init; } = AssistantPrefill.Trailing;

    /// <summary>Whether the target takes a field of its dialect, in whatever way.</summary>
    public bool Takes(FieldRow row) => (row.Disposition != Disposition.Dropped || Also.Contains(row.Field)) && !Refused.Contains(row.Field);
}
