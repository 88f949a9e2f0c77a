using AiGateway.State;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.State;

public sealed class BoundedStoreTests
{
    private static readonly StoreLimits s_limits = new(10_000, TimeSpan.FromMinutes(10));

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        var store = Store();
        Assert.True(store.TryPut(1, "one", 4000));
        Assert.True(store.TryPut(2, "two", 4000));
        Assert.True(store.TryGet(1, out _));
        Assert.True(store.TryPut(3, "three", 4000));

        Assert.Equal((true, false, true), (store.TryGet(1, out _), store.TryGet(2, out _), store.TryGet(3, out _)));
    }

    [Fact]
    public void Values_are_gone_when_nobody_used_them_for_the_time()
    {
        var store = Store();
        store.TryPut(1, "one", 10);
        store.TryPut(2, "two", 10);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.True(store.TryGet(1, out _));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(store.TryGet(1, out _));
        Assert.False(store.TryGet(2, out _));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(store.Remove(1));
        Assert.Equal(0, store.Held);
    }

    [Fact]
    public void What_is_larger_than_all_of_it_is_not_kept_and_nothing_goes_for_it()
    {
        var store = Store();
        store.TryPut(1, "one", 4000);
        store.TryPut(2, "two", 100);

        Assert.False(store.TryPut(2, "two", 10_000));
        Assert.True(store.TryGet(1, out _));
        Assert.False(store.TryGet(2, out _));
    }

    [Fact]
    public void Smaller_limits_hold_from_the_next_value_on()
    {
        var store = Store();
        store.TryPut(1, "one", 4000);
        store.TryPut(2, "two", 4000);
        store.Limits = s_limits with { Bytes = 5000 };
        store.TryPut(3, "three", 100);

        Assert.Equal((false, true, true), (store.TryGet(1, out _), store.TryGet(2, out _), store.TryGet(3, out _)));
    }

    [Fact]
    public void It_never_holds_more_than_it_may_and_what_it_gives_is_what_was_put_last() =>
        Gen.Select(Gen.Int[0, 20], Gen.Long[0, 3000], Gen.Int[0, 3]).Array[0, 300].Sample(steps =>
        {
            var time = new FakeTimeProvider();
            var store = new BoundedStore<int, string>(new StoreLimits(20_000, TimeSpan.FromMinutes(1)), shards: 4, time);
            var model = new Dictionary<int, string>();
            foreach (var (key, size, action) in steps)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                if (action == 0)
                {
                    store.Remove(key);
                    model.Remove(key);
                }
                else if (action == 1)
                {
                    Assert.True(!store.TryGet(key, out var value) || model.GetValueOrDefault(key) == value);
                }
                else
                {
                    var value = $"{key} {size}";
                    Assert.True(store.TryPut(key, value, size));
                    Assert.True(store.TryGet(key, out var found) && found == value);
                    model[key] = value;
                }

                Assert.InRange(store.Held, 0, 20_000);
            }
        });

    private BoundedStore<int, string> Store() => new(s_limits, shards: 1, _time);
}
