using System.Globalization;
using AiGateway.Configuration;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>
/// The same target for the same session, user or prompt (rendezvous hashing): each target draws a lot that depends on both, the highest wins, and
/// where it is not to be had, the next highest. So nobody moves but those whose own target comes or goes.
/// </summary>
internal sealed class HashStrategy(HashOn on, Target[] targets) : TargetStrategy
{
    private const double Bits53 = 1UL << 53;

    public override int Choose(ulong among, Exchange exchange, long now)
    {
        var affinity = Affinity.Of(exchange, on);
        var (highest, chosen) = (double.NegativeInfinity, 0);
        for (var i = 0; i < targets.Length; i++)
        {
            if ((among >> i & 1) == 0)
            {
                continue;
            }

            // Minus the weight over the logarithm of a number between 0 and 1: the chance to be the highest is the share of the weight.
            var lot = ((StableHash.Finish(affinity ^ targets[i].Identity) >> 11) + 0.5) / Bits53;
            var score = -targets[i].Settings.Weight / Math.Log(lot);
            (highest, chosen) = score > highest ? (score, i) : (highest, chosen);
        }

        return chosen;
    }

    public override string Explain(int place, Exchange exchange, long now) => string.Create(
        CultureInfo.InvariantCulture, $"hash of the {NameOf(on)}, weight {targets[place].Settings.Weight}");

    private static string NameOf(HashOn on) => on switch
    {
        HashOn.Session => "session",
        HashOn.User => "user",
        _ => "prompt's beginning",
    };
}
