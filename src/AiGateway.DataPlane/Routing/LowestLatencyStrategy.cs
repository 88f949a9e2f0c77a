using System.Globalization;
using System.Numerics;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>
/// The faster of two targets picked at random, by the time to their first tokens and the calls that still wait for one. Two and not all, or every
/// request of a moment would go to the same one. One of which nothing is known counts as fast, until a first call is under way to it.
/// </summary>
/// <param name="targets">The targets.</param>
/// <param name="random">What picks; null: the process' own.</param>
internal sealed class LowestLatencyStrategy(Target[] targets, Random? random = null) : TargetStrategy
{
    // For whom nothing is known but that somebody waits already: slower than anybody that is known.
    private const double Unheard = 1e12;

    private readonly Random _random = random ?? Random.Shared;

    public override int Choose(ulong among, Exchange exchange, long now)
    {
        var one = PickAmong(among);
        var rest = among & ~(1UL << one);
        if (rest == 0)
        {
            return one;
        }

        var other = PickAmong(rest);
        return CostOf(targets[other].Health, now) < CostOf(targets[one].Health, now) ? other : one;
    }

    public override string Explain(int place, Exchange exchange, long now) => targets[place].Health.FirstTokens.Expected(now) is { } expected
        ? string.Create(CultureInfo.InvariantCulture, $"first token in about {expected:0} ms")
        : "no first token seen yet";

    private static double CostOf(TargetHealth health, long now)
    {
        var silent = health.Silent;
        return health.FirstTokens.Expected(now) is { } expected ? expected * (silent + 1) : silent == 0 ? 0 : Unheard + silent;
    }

    private int PickAmong(ulong among)
    {
        for (var skipped = _random.Next(BitOperations.PopCount(among)); skipped > 0; skipped--)
        {
            among &= among - 1;
        }

        return BitOperations.TrailingZeroCount(among);
    }
}
