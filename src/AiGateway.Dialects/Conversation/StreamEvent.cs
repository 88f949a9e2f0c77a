namespace AiGateway.Dialects.Conversation;

/// <summary>A piece of what a stream says. Texts are JSON strings as they stand on the wire, quotes included; empty where there is none.</summary>
internal readonly ref struct StreamEvent
{
    /// <summary>No call.</summary>
    public const int NoSlot = -1;

    /// <summary>Creates a piece about no call.</summary>
    public StreamEvent() => Slot = NoSlot;

    /// <summary>What it says.</summary>
    public required StreamEventKind Kind { get; init; }

    /// <summary>Of which answer, where several were asked for; from 0.</summary>
    public int Choice { get; init; }

    /// <summary>Of which call of that answer; from 0, in the order in which they began.</summary>
    public int Slot { get; init; }

    /// <summary>The text that is added, the signature, the stop sequence; JSON where the kind says so.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Of a call: its arguments are text of the tool's own form and no JSON.</summary>
    public bool IsFreeform { get; init; }

    /// <summary>The id of the answer or of the call.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>The name of the model or of the tool.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>When the answer was begun, in seconds since 1970; 0 where it is not said.</summary>
    public long Created { get; init; }

    /// <summary>Who can read a signature or sealed reasoning.</summary>
    public DialectFamily Family { get; init; }

    /// <summary>Why the choice ends.</summary>
    public StopReason Stop { get; init; }

    /// <summary>What was used; at the beginning, what is known of it by then.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Where the text comes from.</summary>
    public Citation? Citation { get; init; }
}
