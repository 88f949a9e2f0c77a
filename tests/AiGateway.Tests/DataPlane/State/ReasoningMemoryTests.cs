using AiGateway.Configuration;
using AiGateway.Keys;
using AiGateway.State;
using AiGateway.Tests.DataPlane.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.State;

public sealed class ReasoningMemoryTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void One_key_does_not_see_what_is_kept_for_another()
    {
        var memory = new ReasoningMemory(_time);
        memory.For(KeyOf("a")).Keep(1, "thought"u8.ToArray());

        Assert.True(memory.For(KeyOf("a")).TryRecall(1, out var thought));
        Assert.Equal("thought"u8, thought.Span);
        Assert.False(memory.For(KeyOf("b")).TryRecall(1, out _));
        memory.For(KeyOf("b")).Forget(1);
        Assert.True(memory.For(KeyOf("a")).TryRecall(1, out _));
        memory.For(KeyOf("a")).Forget(1);
        Assert.False(memory.For(KeyOf("a")).TryRecall(1, out _));
    }

    [Fact]
    public void It_holds_16_MiB_at_most_for_an_hour()
    {
        var memory = new ReasoningMemory(_time);
        var share = memory.For(KeyOf("a"));
        for (var call = 0; call < 500; call++)
        {
            share.Keep((UInt128)call, new byte[100_000]);
        }

        Assert.InRange(memory.Held, 8 * 1024 * 1024, 16 * 1024 * 1024);
        Assert.True(share.TryRecall(499, out _));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(share.TryRecall(499, out _));
    }

    [Fact]
    public void It_outlives_a_reload()
    {
        var settings = EnvironmentSettings.Of("a");
        var first = SnapshotCompiler.Compile(settings, _time);
        var second = SnapshotCompiler.Compile(settings with { RequestsPerMinute = 1 }, _time, first);

        Assert.Same(first.Reasoning, second.Reasoning);
        Assert.Equal(KeyOf("a"), second.Keys.Values[0].Hash);
    }

    private static KeyHash KeyOf(string key)
    {
        Assert.True(KeyHash.TryOf(key, out var hash));
        return hash;
    }
}
