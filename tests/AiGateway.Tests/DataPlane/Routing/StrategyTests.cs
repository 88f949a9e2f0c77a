using System.Globalization;
using AiGateway.Configuration;
using AiGateway.Pipeline;
using AiGateway.Routing;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class StrategyTests
{
    private static readonly TargetSettings[] s_three = [new("a", Weight: 5), new("b", Weight: 3), new("c", Weight: 2)];

    [Fact]
    public void Weighted_gives_each_exactly_its_share() =>
        Assert.Equal((500, 300, 200), Count(Rig(Strategy.Weighted, s_three), 1000));

    [Fact]
    public void Weighted_gives_what_a_dead_target_would_have_had_to_the_others_by_their_weights()
    {
        var rig = Rig(Strategy.Weighted, s_three);
        Kill(rig, "a");
        Assert.Equal((0, 600, 400), Count(rig, 1000));
    }

    [Fact]
    public void Round_robin_gives_each_its_turn()
    {
        var rig = Rig(Strategy.RoundRobin, s_three);
        Assert.Equal("abcabc", string.Concat(Enumerable.Range(0, 6).Select(_ => rig.First())));
        Kill(rig, "b");
        Assert.Equal(0, Count(rig, 30).B);
    }

    [Fact]
    public void Least_busy_keeps_calls_under_way_in_the_proportion_of_the_weights()
    {
        var rig = Rig(Strategy.LeastBusy, s_three);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(rig.Itinerary().TryNext(MoveOn.ToNextTarget, out _));
        }

        Assert.Equal([50, 30, 20], rig.Snapshot.Models.All[0].Targets.Select(target => target.Health.UnderWay));
    }

    [Fact]
    public void Least_busy_shares_by_weight_where_nobody_is_busy() => Assert.Equal((500, 300, 200), Count(Rig(Strategy.LeastBusy, s_three), 1000));

    [Fact]
    public void Lowest_latency_leaves_a_target_that_became_slow_within_tens_of_requests_and_comes_back_to_it()
    {
        var rig = Rig(Strategy.LowestLatency, [new("a"), new("b")]);
        var slow = new HashSet<string>();
        Assert.InRange(Drive(rig, 200, slow), 20, 180);

        slow.Add("a");
        Drive(rig, 20, slow);
        Assert.InRange(Drive(rig, 200, slow), 0, 10);

        slow.Clear();
        Drive(rig, 400, slow);
        Assert.InRange(Drive(rig, 200, slow), 20, 180);
    }

    [Fact]
    public void Lowest_latency_does_not_send_everybody_to_whom_nobody_has_heard_of()
    {
        var rig = Rig(Strategy.LowestLatency, [new("a"), new("b")]);
        Drive(rig, 50, []);
        rig.Reload(Settings(Strategy.LowestLatency, [new("a"), new("b", "new")]));
        for (var i = 0; i < 20; i++)
        {
            Assert.True(rig.Itinerary().TryNext(MoveOn.ToNextTarget, out _));
        }

        Assert.Equal([19, 1], rig.Snapshot.Models.All[0].Targets.Select(target => target.Health.UnderWay));
    }

    [Fact]
    public void Lowest_cost_takes_the_cheapest_then_the_next_and_those_without_a_price_last()
    {
        var settings = RoutingRig.Settings(RoutingRig.Model("m", new("a", "dear"), new("b", "unknown"), new("c", "cheap"), new("d", "yuan"), new("e", "cheap")) with { Strategy = Strategy.LowestCost });
        var rig = new RoutingRig(settings, new Prices(("dear", "USD", 10, 30), ("cheap", "USD", 1, 3), ("yuan", "CNY", 1, 1)));

        Assert.Equal(["c", "e"], [.. Enumerable.Range(0, 4).Select(_ => rig.First()).Distinct().Order(StringComparer.Ordinal)]);
        Assert.Matches("^(c/cheap e/cheap|e/cheap c/cheap) a/dear d/yuan b/unknown$", rig.Way());
    }

    [Fact]
    public void Hash_keeps_its_target_and_spreads_by_weight()
    {
        var rig = Rig(Strategy.Hash, s_three);
        var homes = Enumerable.Range(0, 1000).Select(user => Home(rig, user)).ToList();

        Assert.Equal(homes, Enumerable.Range(0, 1000).Select(user => Home(rig, user)));
        Assert.InRange(homes.Count(home => home == "a"), 440, 560);
        Assert.InRange(homes.Count(home => home == "c"), 150, 250);
    }

    [Fact]
    public void Hash_moves_nobody_but_those_whose_target_went()
    {
        var rig = Rig(Strategy.Hash, s_three);
        var before = Enumerable.Range(0, 300).Select(user => Home(rig, user)).ToList();
        Kill(rig, "b");
        var during = Enumerable.Range(0, 300).Select(user => Home(rig, user)).ToList();

        Assert.All(before.Zip(during), pair => Assert.True(pair.First == "b" ? pair.Second != "b" : pair.Second == pair.First));
        Assert.Equal(2, before.Zip(during).Where(pair => pair.First == "b").Select(pair => pair.Second).Distinct().Count());
    }

    [Theory]
    [InlineData(HashOn.Session, """,{"user":"u1"}""", "s1", """,{"user":"u2"}""", "s1")]
    [InlineData(HashOn.Session, ""","user":"u1","x":1""", null, ""","x":2,"user":"u1" """, null)]
    [InlineData(HashOn.User, ""","user":"u1" """, "s1", ""","user":"u1" """, "s2")]
    [InlineData(HashOn.User, ""","user":"a","safety_identifier":"u1" """, null, ""","safety_identifier":"u1","user":"b" """, null)]
    [InlineData(HashOn.PromptPrefix, ""","messages":[{"role":"user","content":"hello"}],"seed":1""", null, ""","seed":2,"messages":[{"role":"user","content":"hello"}]""", null)]
    public void Hash_looks_at_what_it_is_told_to(HashOn on, string one, string? oneSession, string other, string? otherSession)
    {
        var rig = new RoutingRig(RoutingRig.Settings(RoutingRig.Model("m", [.. Enumerable.Range(0, 40).Select(i => new TargetSettings("p" + i))]) with { Strategy = Strategy.Hash, HashOn = on }));

        Assert.Equal(Ask(one, oneSession), Ask(other, otherSession));
        Assert.True(Enumerable.Range(0, 20).Select(i => Ask(one.Replace("u1", "v" + i, StringComparison.Ordinal).Replace("hello", "hi" + i, StringComparison.Ordinal), oneSession?.Replace("s1", "t" + i, StringComparison.Ordinal))).Distinct().Count() > 5);

        string Ask(string more, string? session) => rig.First("m", more, session is null ? [] : [("x-session-id", session)]);
    }

    [Fact]
    public void Every_strategy_is_there_and_says_why()
    {
        foreach (var strategy in Enum.GetValues<Strategy>())
        {
            var rig = Rig(strategy, s_three);
            var (exchange, _) = rig.Plan("m");
            Assert.NotEmpty(rig.Snapshot.Models.All[0].Tiers[0].Strategy!.Explain(0, exchange, Monotonic.Milliseconds(rig.Time)));
        }
    }

    private static RoutingRig Rig(Strategy strategy, TargetSettings[] targets) => new(Settings(strategy, targets));

    private static GatewaySettings Settings(Strategy strategy, TargetSettings[] targets) =>
        RoutingRig.Settings(RoutingRig.Model("m", targets) with { Strategy = strategy, Breaker = new(1, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), 1) });

    private static (int A, int B, int C) Count(RoutingRig rig, int requests)
    {
        var names = Enumerable.Range(0, requests).Select(_ => rig.First()).ToList();
        return (names.Count(name => name == "a"), names.Count(name => name == "b"), names.Count(name => name == "c"));
    }

    private static void Kill(RoutingRig rig, string provider) => rig.Snapshot.Models.All[0].Targets.Single(target => target.Provider.Name == provider)
        .Health.Breaker.Fail(null, Monotonic.Milliseconds(rig.Time));

    private static string Home(RoutingRig rig, int user) => rig.First("m", string.Create(CultureInfo.InvariantCulture, $",\"user\":\"user-{user}\""));

    // One request after the other, 100 ms to the first token or, of the slow, a second. How many of them went to a?
    private static int Drive(RoutingRig rig, int requests, HashSet<string> slow)
    {
        var count = 0;
        for (var i = 0; i < requests; i++)
        {
            Assert.True(rig.Itinerary().TryNext(MoveOn.ToNextTarget, out var visit));
            var taken = TimeSpan.FromMilliseconds(slow.Contains(visit.Target.Provider.Name) ? 1000 : 95 + (i * 7 % 11));
            rig.Time.Advance(taken);
            visit.End(null, null, taken);
            count += visit.Target.Provider.Name == "a" ? 1 : 0;
        }

        return count;
    }

    private sealed class Prices(params (string Model, string Currency, long Input, long Output)[] all) : IModelCatalogue
    {
        public PriceSettings? PriceOf(string providerType, string model) =>
            all.Where(price => price.Model == model).Select(price => new PriceSettings(price.Currency, price.Input, null, price.Output)).FirstOrDefault();

        public IReadOnlyList<string> ModelsOf(string providerType) => [];
    }
}
