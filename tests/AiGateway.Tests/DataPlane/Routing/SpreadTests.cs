using AiGateway.Routing;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class SpreadTests
{
    private static readonly Gen<int[]> s_weights = Gen.Int[1, 60].Array[1, 12];

    [Fact]
    public void Of_any_round_each_has_exactly_its_share() => Gen.Select(s_weights, Gen.Int[0, 500]).Sample((weights, skipped) =>
    {
        var spread = new Spread(weights);
        var all = (1UL << weights.Length) - 1;
        for (var i = 0; i < skipped; i++)
        {
            spread.Choose(all);
        }

        var counts = new int[weights.Length];
        for (var i = 0; i < weights.Sum(); i++)
        {
            counts[spread.Choose(all)]++;
        }

        Assert.Equal(weights, counts);
    });

    [Fact]
    public void Turns_are_spread_over_the_round() => Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20]).Sample((one, other) =>
    {
        var spread = new Spread([one, other]);
        var first = 0;
        for (var turn = 1; turn <= one + other; turn++)
        {
            first += spread.Choose(3) == 0 ? 1 : 0;
            Assert.InRange(first, ((double)turn * one / (one + other)) - 1, ((double)turn * one / (one + other)) + 1);
        }
    });

    [Fact]
    public void The_order_is_the_well_known_one()
    {
        var spread = new Spread([5, 1, 1]);
        Assert.Equal([0, 0, 1, 0, 2, 0, 0], Enumerable.Range(0, 7).Select(_ => spread.Choose(7)));
    }

    [Fact]
    public void Where_some_cannot_be_chosen_the_others_share_by_their_weights()
    {
        var spread = new Spread([5, 3, 1, 2]);
        var counts = new int[4];
        for (var i = 0; i < 600; i++)
        {
            counts[spread.Choose(0b1101)]++;
        }

        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0], 374, 376);
        Assert.InRange(counts[2], 74, 76);
        Assert.InRange(counts[3], 149, 151);
    }

    [Fact]
    public void The_heaviest_and_the_lightest_get_along()
    {
        var spread = new Spread([1_000_000, 1]);
        var light = 0;
        for (var i = 0; i < 1_000_001; i++)
        {
            light += spread.Choose(3);
        }

        Assert.Equal(1, light);
    }

    [Fact]
    public void It_is_exact_for_many_threads_too()
    {
        var spread = new Spread([3, 2, 1]);
        var counts = new int[3];
        Parallel.For(0, 6000, _ => Interlocked.Increment(ref counts[spread.Choose(7)]));
        Assert.Equal([3000, 2000, 1000], counts);
    }
}
