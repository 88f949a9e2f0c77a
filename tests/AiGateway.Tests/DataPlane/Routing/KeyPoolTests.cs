using AiGateway.Configuration;
using AiGateway.Routing;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class KeyPoolTests
{
    private const string Model = "m";
    private const string Other = "other";

    private long _now = 1_000_000;

    [Fact]
    public void Keys_have_their_share_by_weight()
    {
        var pool = new KeyPool([new ProviderKeySettings("a", 3), new ProviderKeySettings("b")]);
        var chosen = Enumerable.Range(0, 8).Select(_ => Choose(pool)).ToList();
        Assert.Equal((3, 3), (chosen.Take(4).Count(key => key == "a"), chosen.Skip(4).Count(key => key == "a")));
    }

    [Fact]
    public void Without_keys_there_is_nothing_to_bench()
    {
        Assert.True(new KeyPool([]).TryChoose(Model, _now, doubtful: false, out var key));
        Assert.Null(key);
        Assert.Equal(KeyFitness.Usable, new KeyPool([]).BestFor(Model, _now, out _));
    }

    [Fact]
    public void A_limited_key_rests_for_as_long_as_the_provider_says()
    {
        var (pool, key) = One();
        key.Throttle(TimeSpan.FromSeconds(20), _now);
        key.Throttle(TimeSpan.FromSeconds(5), _now);

        Assert.Equal(KeyFitness.Benched, pool.BestFor(Model, _now, out var wait));
        Assert.Equal(20_000, wait);
        Assert.False(pool.TryChoose(Model, _now, doubtful: true, out _));
        _now += 20_000;
        Assert.Equal("k", Choose(pool));
    }

    [Fact]
    public void Nobody_rests_longer_than_an_hour()
    {
        var (pool, key) = One();
        key.Throttle(TimeSpan.FromDays(30), _now);
        _now += 3_600_000;
        Assert.Equal("k", Choose(pool));
    }

    [Fact]
    public void Without_a_hint_it_is_doubted_for_longer_and_longer_until_it_is_taken_again()
    {
        var (pool, key) = One();
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            key.Throttle(null, _now);
            key.Throttle(TimeSpan.Zero, _now);
            _now += (seconds * 1000) - 1;
            Assert.Equal(KeyFitness.Doubtful, pool.BestFor(Model, _now, out _));
            Assert.False(pool.TryChoose(Model, _now, doubtful: false, out _));
            Assert.True(pool.TryChoose(Model, _now, doubtful: true, out _));
            _now++;
            Assert.Equal(KeyFitness.Usable, pool.BestFor(Model, _now, out _));
        }

        key.Trust(Model);
        key.Throttle(null, _now);
        _now += 1000;
        Assert.Equal(KeyFitness.Usable, pool.BestFor(Model, _now, out _));
    }

    [Fact]
    public void A_refused_key_is_tried_by_one_request_a_minute_until_it_is_taken()
    {
        var (pool, key) = One();
        key.Refuse(_now);
        Assert.Equal(KeyFitness.Benched, pool.BestFor(Other, _now, out _));

        _now += ProviderKey.ProbeEvery;
        var got = 0;
        Parallel.For(0, 100, _ => Interlocked.Add(ref got, pool.TryChoose(Model, _now, doubtful: true, out var _) ? 1 : 0));
        Assert.Equal(1, got);
        Assert.Equal(KeyFitness.Benched, pool.BestFor(Model, _now + ProviderKey.ProbeEvery - 1, out _));

        _now += ProviderKey.ProbeEvery;
        Assert.Equal("k", Choose(pool));
        key.Trust(Model);
        Assert.Equal(KeyFitness.Usable, pool.BestFor(Model, _now, out _));
    }

    [Fact]
    public void A_key_that_may_not_use_a_model_may_use_others()
    {
        var (pool, key) = One();
        key.Deny(Model, _now);
        Assert.False(pool.TryChoose(Model, _now, doubtful: true, out _));
        Assert.Equal("k", Choose(pool, Other));

        _now += ProviderKey.ProbeEvery;
        Assert.Equal("k", Choose(pool));
        Assert.False(pool.TryChoose(Model, _now, doubtful: true, out _));
        key.Trust(Model);
        Assert.Equal("k", Choose(pool));
    }

    [Fact]
    public void Whoever_invents_models_fills_no_memory_and_drives_nobody_out_for_good()
    {
        var (pool, key) = One();
        for (var i = 0; i < 1000; i++)
        {
            key.Deny("invented-" + i, _now);
        }

        Assert.Equal(256, Enumerable.Range(0, 1000).Count(i => pool.BestFor("invented-" + i, _now, out _) == KeyFitness.Benched));
        _now += ProviderKey.ProbeEvery;
        key.Deny(Model, _now);
        Assert.Equal(KeyFitness.Benched, pool.BestFor(Model, _now, out _));
    }

    [Fact]
    public void What_befalls_one_key_leaves_the_others_alone()
    {
        var pool = new KeyPool([new ProviderKeySettings("a"), new ProviderKeySettings("b"), new ProviderKeySettings("c")]);
        Assert.True(pool.TryChoose(Model, _now, doubtful: false, out var first));
        first!.Refuse(_now);

        Assert.True(pool.HasOther(first, Model, _now));
        Assert.Equal(2, pool.CountUsable(Model, _now));
        Assert.DoesNotContain(first.Value, Enumerable.Range(0, 20).Select(_ => Choose(pool)));
    }

    private (KeyPool Pool, ProviderKey Key) One()
    {
        var pool = new KeyPool([new ProviderKeySettings("k")]);
        Assert.True(pool.TryChoose(Model, _now, doubtful: false, out var key));
        return (pool, key!);
    }

    private string Choose(KeyPool pool, string model = Model)
    {
        Assert.True(pool.TryChoose(model, _now, doubtful: false, out var key));
        return key!.Value;
    }
}
