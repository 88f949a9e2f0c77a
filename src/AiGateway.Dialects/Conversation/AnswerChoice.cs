using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>One answer of a model.</summary>
/// <param name="Parts">What it consists of, in order.</param>
/// <param name="Stop">Why it ends.</param>
internal sealed record AnswerChoice(IReadOnlyList<Part> Parts, StopReason Stop)
{
    /// <summary>The sequence that it stopped before; not there where it stopped for another reason, or nobody says.</summary>
    public JsonString StopSequence { get; init; }

    /// <summary>OpenAI's <c>logprobs</c> object; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Logprobs { get; init; }
}
