namespace AiGateway.Demo.Models;

/// <summary>One model of the simulated provider: how it answers, or how it fails.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Summary">What it does, for people: the table in <c>docs/demo.md</c> says the same.</param>
internal sealed record SimulatedModel(string Name, string Summary)
{
    /// <summary>The model of requests that have none: it does nothing wrong and takes no time.</summary>
    public static readonly SimulatedModel None = new("", "") { Pace = Pace.None };

    public ModelKind Kind { get; init; } = ModelKind.Any;

    public Pace Pace { get; init; } = Pace.Human;

    /// <summary>Thinks before it answers, and tells what.</summary>
    public bool Reasons { get; init; }

    /// <summary>What every request gets in place of an answer.</summary>
    public SimulatedError? Refusal { get; init; }

    /// <summary>Fails on the first request and every second one after it.</summary>
    public bool IsFlaky { get; init; }

    public bool RefusesStreamOptions { get; init; }

    /// <summary>Never says what an answer used.</summary>
    public bool HidesUsage { get; init; }

    /// <summary>Its answers end after a few tokens, for this reason.</summary>
    public string? EarlyFinish { get; init; }

    public Fault Fault { get; init; }

    /// <summary>How many events of a stream go before the fault.</summary>
    public int FaultAfter { get; init; } = 5;

    /// <summary>Stands for many names, so it is not in the list of models.</summary>
    public bool IsPattern { get; init; }
}
