using System.Buffers;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Continuation;

/// <summary>A stream that broke after some of it was sent.</summary>
/// <param name="Operation">What was asked for.</param>
/// <param name="Request">The caller's body.</param>
/// <param name="Sent">The complete events that the caller got so far, those of earlier continuations among them.</param>
/// <param name="Spent">What the broken streams said they used; null where they said nothing.</param>
/// <param name="CallerWantsUsage">The caller asked for the usage chunk.</param>
/// <param name="Prefill">How the next target is asked to go on; None: it starts over.</param>
public readonly record struct StreamBreak(
    Operation Operation, ReadOnlySequence<byte> Request, ReadOnlySequence<byte> Sent, TokenUsage? Spent, bool CallerWantsUsage, AssistantPrefill Prefill);
