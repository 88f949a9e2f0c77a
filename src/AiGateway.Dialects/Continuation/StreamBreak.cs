using System.Buffers;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Continuation;

/// <summary>A stream that broke after the caller had got some of it: all that is needed to go on with another target.</summary>
/// <param name="Operation">What was asked for.</param>
/// <param name="Request">The caller's body, as it came; never changed.</param>
/// <param name="Sent">
/// The complete events that the caller has got so far, those of earlier continuations included: all of them, and at most <see cref="LongestSent"/> bytes.
/// </param>
/// <param name="Spent">What the broken streams said they used, taken together; null where they said nothing.</param>
/// <param name="CallerWantsUsage">The caller asked for the usage chunk, so that one reaches him.</param>
/// <param name="Prefill">How the next target continues an answer; None = it starts over.</param>
public readonly record struct StreamBreak(
    Operation Operation,
    ReadOnlySequence<byte> Request,
    ReadOnlySequence<byte> Sent,
    TokenUsage? Spent,
    bool CallerWantsUsage,
    AssistantPrefill Prefill)
{
    /// <summary>The most bytes of sent events from which an answer is continued: 256 KiB.</summary>
    public const int LongestSent = 256 * 1024;

    /// <summary>What the broken streams have used. Some tell nothing before their end, and some but a guess at the beginning.</summary>
    /// <param name="told">What they said.</param>
    /// <param name="textEvents">How many events with text the caller has got: about as many as its tokens.</param>
    /// <param name="reasoningEvents">How many with reasoning.</param>
    internal static (long Output, long Reasoning) SpentOf(TokenUsage? told, long textEvents, long reasoningEvents)
    {
        var events = textEvents + reasoningEvents;
        return told is { } usage && usage.Output >= events ? (usage.Output, usage.Reasoning) : (events, reasoningEvents);
    }

    /// <summary>How many tokens the text has taken, rather too few than too many: events may be smaller than tokens, and what was spent includes what started over.</summary>
    internal static long TextOf(TokenUsage? told, long textEvents) =>
        told is { } usage ? Math.Clamp(usage.Output - usage.Reasoning, 0, textEvents) : textEvents;
}
