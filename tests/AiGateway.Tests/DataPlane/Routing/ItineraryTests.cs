using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Pipeline;
using AiGateway.Routing;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class ItineraryTests
{
    private static readonly BreakerSettings s_quick = new(1, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 1);

    [Fact]
    public void Targets_come_by_priority_then_fallbacks_in_their_order_and_nobody_twice()
    {
        var rig = new RoutingRig(RoutingRig.Settings(
            RoutingRig.Model("m", new TargetSettings("c", Priority: 2), new TargetSettings("a"), new TargetSettings("b", Priority: 1)) with { Fallbacks = ["f", "m", "g", "f"] },
            RoutingRig.Model("f", new TargetSettings("d", "big")) with { Fallbacks = ["never"] },
            RoutingRig.Model("g", new TargetSettings("e")),
            RoutingRig.Model("never", new TargetSettings("z"))));

        Assert.Equal("a b c d/big e", rig.Way());
    }

    [Fact]
    public void What_does_not_fit_goes_to_the_context_fallbacks_first_and_to_nobody_else_of_the_model()
    {
        var rig = new RoutingRig(RoutingRig.Settings(
            RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b")) with { Fallbacks = ["f", "long"], ContextFallbacks = ["long", "longer"] },
            RoutingRig.Model("f", new TargetSettings("d")),
            RoutingRig.Model("long", new TargetSettings("e"), new TargetSettings("e2")),
            RoutingRig.Model("longer", new TargetSettings("g"))));

        Assert.Equal("a e g d", rig.Way(failure: FailureKind.TooLong));
        Assert.Equal("b a d e2 e", rig.Way());
    }

    [Fact]
    public void Whoever_is_come_back_to_is_asked_once()
    {
        var rig = new RoutingRig(RoutingRig.Settings(
            RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b", Priority: 1)) with { Breaker = s_quick, Fallbacks = ["f"] },
            RoutingRig.Model("f", new TargetSettings("c"))));
        Fail(rig, "b", FailureKind.Throttled, TimeSpan.FromSeconds(3));
        var itinerary = rig.Itinerary();
        var names = new List<string>();
        while (itinerary.TryNext(MoveOn.ToNextTarget, out var visit))
        {
            names.Add(visit.Target.Provider.Name);
            visit.End(FailureKind.CallerFault, retryAfter: null, timeToFirstToken: null);
            rig.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(["a", "c", "b"], names);
    }

    [Fact]
    public void Nowhere_is_nowhere()
    {
        var rig = new RoutingRig(RoutingRig.Settings(RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b"))));
        Assert.Equal("a", rig.Way(failure: FailureKind.CallerFault));
    }

    [Fact]
    public void A_target_whose_breaker_is_open_gets_nothing_until_it_is_time_and_then_one_probe()
    {
        var rig = new RoutingRig(RoutingRig.Settings(
            RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b", Priority: 1)) with { Breaker = s_quick }));
        Fail(rig, "a", FailureKind.TargetBroke);

        Assert.Equal(["b", "b", "b"], [rig.First(), rig.First(), rig.First()]);
        rig.Time.Advance(TimeSpan.FromSeconds(11));
        var probe = Begin(rig, "a");
        Assert.True(probe.IsProbe);
        Assert.Equal("b", rig.First());
        probe.End(null, null, null);
        Assert.Equal("a", rig.First());
    }

    [Fact]
    public void Where_nobody_can_be_asked_it_says_when_somebody_can()
    {
        var rig = new RoutingRig(RoutingRig.Settings(
            RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b")) with { Breaker = s_quick }));
        Fail(rig, "a", FailureKind.TargetBroke);
        Fail(rig, "b", FailureKind.Throttled, TimeSpan.FromSeconds(3));

        var itinerary = rig.Itinerary();

        Assert.False(itinerary.HasNext);
        Assert.False(itinerary.TryNext(MoveOn.ToNextTarget, out _));
        Assert.Equal(TimeSpan.FromSeconds(3), itinerary.RetryAfter);
        Assert.Equal("a:down, b:no_key", string.Join(", ", itinerary.Decision!.Split(", ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Whoever_fails_is_named_with_what_came_of_it()
    {
        var rig = new RoutingRig(RoutingRig.Settings(RoutingRig.Model("m", new TargetSettings("a", "x"), new TargetSettings("b", Priority: 1))));
        var plain = rig.Itinerary();
        Assert.True(plain.TryNext(MoveOn.ToNextTarget, out var visit));
        visit.End(null, null, null);
        Assert.Null(plain.Decision);

        var failing = rig.Itinerary();
        Assert.True(failing.TryNext(MoveOn.ToNextTarget, out visit));
        visit.End(FailureKind.TargetSlow, null, null);
        Assert.True(failing.TryNext(MoveOn.ToNextTarget, out visit));
        visit.End(null, null, null);

        Assert.Equal("a/x:slow, b:ok", failing.Decision);
    }

    [Fact]
    public void A_full_provider_is_passed_over_until_a_call_ends()
    {
        var settings = RoutingRig.Settings(RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b", Priority: 1)));
        var rig = new RoutingRig(settings with { Providers = [settings.Providers[0] with { MaxConcurrent = 2 }, settings.Providers[1]] });

        var (one, two) = (Begin(rig, "a"), Begin(rig, "a"));
        Assert.Equal("b", rig.First());
        one.End(FailureKind.CallerGone, null, null);
        one.End(FailureKind.CallerGone, null, null);
        var three = Begin(rig, "a");
        Assert.Equal("b", rig.First());
        two.End(null, null, null);
        three.End(null, null, null);
        Assert.Equal(0, rig.Snapshot.Providers["a"].Places!.Taken);
        Assert.Equal((0, 0), (rig.Snapshot.Models.All[0].Targets[0].Health.UnderWay, rig.Snapshot.Models.All[0].Targets[0].Health.Silent));
    }

    [Fact]
    public void A_retry_takes_the_same_target_with_whichever_key_is_left()
    {
        var settings = RoutingRig.Settings(RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b", Priority: 1)));
        var rig = new RoutingRig(settings with { Providers = [RoutingRig.Provider("a", "sk-1", "sk-2"), settings.Providers[1]] });
        var itinerary = rig.Itinerary();
        Assert.False(itinerary.TryAgain(out _));
        Assert.True(itinerary.TryNext(MoveOn.ToNextTarget, out var first));
        Assert.True(itinerary.HasOtherKey);
        first.End(FailureKind.Throttled, TimeSpan.FromSeconds(2), null);

        Assert.True(itinerary.HasOtherKey);
        Assert.True(itinerary.TryAgain(out var second));
        Assert.Equal(("a", true), (second.Target.Provider.Name, second.Key != first.Key));
        second.End(FailureKind.Throttled, TimeSpan.FromSeconds(2), null);

        Assert.False(itinerary.HasOtherKey);
        Assert.False(itinerary.TryAgain(out _));
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(itinerary.TryAgain(out _));
    }

    [Fact]
    public void A_limited_key_without_a_hint_is_the_last_resort_and_no_more()
    {
        var rig = new RoutingRig(RoutingRig.Settings(RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b", Priority: 1))));
        Fail(rig, "a", FailureKind.Throttled);

        Assert.Equal("b", rig.First());
        Fail(rig, "b", FailureKind.TargetSlow);
        var itinerary = rig.Itinerary();
        Assert.True(itinerary.TryNext(MoveOn.ToNextTarget, out var visit));
        Assert.Equal("b", visit.Target.Provider.Name);
        Assert.True(itinerary.HasNext);
        visit.End(FailureKind.Unreachable, null, null);
        Assert.True(itinerary.TryNext(MoveOn.ToNextTarget, out visit));
        Assert.Equal("a", visit.Target.Provider.Name);
        visit.End(FailureKind.Throttled, null, null);
        Assert.False(itinerary.HasNext);
        Assert.False(itinerary.TryNext(MoveOn.ToNextTarget, out _));
    }

    [Theory]
    [InlineData(FailureKind.CallerFault, true)]
    [InlineData(FailureKind.TooLong, true)]
    [InlineData(FailureKind.Throttled, true)]
    [InlineData(null, true)]
    [InlineData(FailureKind.CallerGone, false)]
    [InlineData(FailureKind.Unreachable, false)]
    public void A_probe_that_got_any_answer_closes_the_breaker(FailureKind? outcome, bool closes)
    {
        var rig = new RoutingRig(RoutingRig.Settings(RoutingRig.Model("m", new TargetSettings("a"), new TargetSettings("b", Priority: 1)) with { Breaker = s_quick }));
        Fail(rig, "a", FailureKind.TargetSlow);
        rig.Time.Advance(TimeSpan.FromSeconds(11));

        Begin(rig, "a").End(outcome, null, null);

        var state = rig.Snapshot.Models.All[0].Targets[0].Health.Breaker.StateAt(Monotonic.Milliseconds(rig.Time));
        Assert.Equal(closes, state == BreakerState.Closed);
    }

    [Fact]
    public void Behind_a_wildcard_the_failures_of_one_model_say_nothing_about_the_others_but_no_connection_does()
    {
        var rig = new RoutingRig(RoutingRig.Settings(RoutingRig.Model("*", new TargetSettings("a"), new TargetSettings("b", Priority: 1)) with { Breaker = s_quick }));
        Fail("broken", FailureKind.TargetBroke);
        Assert.Equal(("b", "a"), (rig.First("broken"), rig.First("fine")));
        Assert.Equal(BreakerState.Open, rig.Snapshot.Models.All[0].Targets[0].Health.WorstAt(Monotonic.Milliseconds(rig.Time)));

        rig.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(rig.Itinerary("broken").TryNext(MoveOn.ToNextTarget, out var probe));
        Assert.Equal(("a", true), (probe.Target.Provider.Name, probe.IsProbe));
        probe.End(failure: null);
        Assert.Equal("a", rig.First("broken"));

        Fail("fine", FailureKind.Unreachable);
        Assert.Equal(("b", "b"), (rig.First("fine"), rig.First("another")));

        void Fail(string model, FailureKind failure)
        {
            Assert.True(rig.Itinerary(model).TryNext(MoveOn.ToNextTarget, out var visit));
            visit.End(failure);
        }
    }

    [Fact]
    public void Whoever_invents_failing_models_fills_no_memory()
    {
        var health = new TargetHealth(s_quick with { Failures = 1000 }, hasManyModels: true);
        for (var i = 0; i < 256; i++)
        {
            health.Fail("invented-" + i, FailureKind.TargetBroke, 1_000_000);
        }

        Assert.NotSame(health.Breaker, health.BreakerFor("invented-0", 1_000_000));
        health.Fail("one-more", FailureKind.TargetBroke, 1_000_000);
        Assert.Same(health.Breaker, health.BreakerFor("invented-0", 1_000_000));
        Assert.NotSame(health.Breaker, health.BreakerFor("one-more", 1_000_000));

        var stubborn = new TargetHealth(s_quick, hasManyModels: true);
        for (var i = 0; i < 257; i++)
        {
            stubborn.Fail("invented-" + i, FailureKind.TargetBroke, 1_000_000);
        }

        Assert.Equal(BreakerState.Open, stubborn.Breaker.StateAt(1_000_000));
    }

    [Fact]
    public void What_belongs_to_no_model_goes_to_one_provider_only()
    {
        var settings = RoutingRig.Settings(
            RoutingRig.Model("m", new TargetSettings("b")),
            RoutingRig.Model("*", new TargetSettings("a"), new TargetSettings("b"), new TargetSettings("c")) with { Fallbacks = ["m"] });
        var rig = new RoutingRig(settings with { SharedAccountObjects = true });
        for (var i = 0; i < 3; i++)
        {
            var exchange = Exchanges.Of(rig.Snapshot, "GET", "/v1/files", time: rig.Time);
            Assert.Null(new Plan(rig.Time).Run(exchange));
            Assert.False(exchange.Itinerary!.HasNext);
            Assert.True(exchange.Itinerary.TryNext(MoveOn.ToNextTarget, out var visit));
            Assert.Equal("a", visit.Target.Provider.Name);
            visit.End(FailureKind.Unreachable, null, null);
            Assert.False(exchange.Itinerary.TryNext(MoveOn.ToNextTarget, out _));
        }
    }

    private static void Fail(RoutingRig rig, string provider, FailureKind failure, TimeSpan? retryAfter = null) => Begin(rig, provider).End(failure, retryAfter, null);

    // Moves on until it is the provider's turn, as if those before had not been asked.
    private static Visit Begin(RoutingRig rig, string provider)
    {
        var itinerary = rig.Itinerary();
        while (itinerary.TryNext(MoveOn.ToNextTarget, out var visit))
        {
            if (visit.Target.Provider.Name == provider)
            {
                return visit;
            }

            visit.End(FailureKind.CallerGone, null, null);
        }

        throw new InvalidOperationException(provider + " cannot be asked.");
    }
}
