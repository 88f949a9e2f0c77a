namespace AiGateway.Dialects.Conversation;

/// <summary>How much to think. At most one of effort and budget is said; neither: think, as much as the model sees fit.</summary>
internal sealed record ReasoningOptions
{
    /// <summary>How hard; null where it is not said so.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>The most tokens of reasoning; null where it is not said so.</summary>
    public long? Budget { get; init; }

    /// <summary>The reasoning, or a summary, is wanted in the answer; null for the provider's default.</summary>
    public bool? IsShown { get; init; }

    /// <summary>Who says nothing of it is used to seeing it: Anthropic shows the reasoning of a budget unless it is told not to. Default false.</summary>
    public bool IsShownUnasked { get; init; }

    /// <summary>Not to think at all.</summary>
    public bool IsOff => Effort == ReasoningEffort.None;

    /// <summary>The effort that a budget stands for.</summary>
    public ReasoningEffort? NearestEffort => Effort ?? Budget switch
    {
        null => null,
        <= 0 => ReasoningEffort.None,
        <= 1024 => ReasoningEffort.Minimal,
        <= 4096 => ReasoningEffort.Low,
        <= 16384 => ReasoningEffort.Medium,
        _ => ReasoningEffort.High,
    };

    /// <summary>The budget that an effort stands for; null where nothing is said.</summary>
    public long? NearestBudget => Budget ?? Effort switch
    {
        null => null,
        ReasoningEffort.None => 0,
        ReasoningEffort.Minimal => 1024,
        ReasoningEffort.Low => 4096,
        ReasoningEffort.Medium => 8192,
        ReasoningEffort.High => 24576,
        _ => 32768,
    };

    /// <summary>An effort as all dialects spell it; null where it is no known word.</summary>
    public static ReasoningEffort? Parse(string word) => word switch
    {
        "none" => ReasoningEffort.None,
        "minimal" => ReasoningEffort.Minimal,
        "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" => ReasoningEffort.XHigh,
        "max" => ReasoningEffort.Max,
        _ => null,
    };

    /// <summary>The word for an effort.</summary>
    public static string WordOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Minimal => "minimal",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.XHigh => "xhigh",
        _ => "max",
    };
}
