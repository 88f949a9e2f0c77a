using System.Globalization;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>One target after the other, whatever their weights.</summary>
internal sealed class RoundRobinStrategy(Target[] targets) : TargetStrategy
{
    private int _turn = -1;

    public override int Choose(ulong among, Exchange exchange, long now)
    {
        var turn = (uint)Interlocked.Increment(ref _turn) % (uint)targets.Length;
        while ((among >> (int)turn & 1) == 0)
        {
            turn = (turn + 1) % (uint)targets.Length;
        }

        return (int)turn;
    }

    public override string Explain(int place, Exchange exchange, long now) => string.Create(CultureInfo.InvariantCulture, $"one turn in {targets.Length}");
}
