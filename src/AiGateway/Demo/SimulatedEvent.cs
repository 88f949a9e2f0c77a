namespace AiGateway.Demo;

/// <summary>One server-sent event of an answer.</summary>
/// <param name="Data">What stands after <c>data:</c>; one line.</param>
internal readonly record struct SimulatedEvent(ReadOnlyMemory<byte> Data)
{
    /// <summary>The last line of a stream of chat or legacy completions.</summary>
    public static readonly SimulatedEvent Done = new("[DONE]"u8.ToArray()) { IsLast = true };

    /// <summary>What stands after <c>event:</c>; null for no such line.</summary>
    public string? Name { get; init; }

    /// <summary>Carries generated text: the model takes its time for it.</summary>
    public bool IsToken { get; init; }

    /// <summary>Tells the caller that the answer is whole.</summary>
    public bool IsLast { get; init; }
}
