using AiGateway.Hosting;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Tests.Hosting;

public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task Connections_beyond_the_limit_are_marked_and_those_that_end_make_room()
    {
        var limit = new ConnectionLimit(2);
        var ends = new List<TaskCompletionSource>();
        var serve = limit.Wrap(_ =>
        {
            ends.Add(new TaskCompletionSource());
            return ends[^1].Task;
        });
        var connections = new List<Task>();

        Assert.False(await IsBeyondAsync());
        Assert.False(await IsBeyondAsync());
        Assert.False(limit.IsExceeded);
        Assert.True(await IsBeyondAsync());
        Assert.True(limit.IsExceeded);

        ends[0].SetResult();
        ends[1].SetException(new IOException());
        await connections[0];
        await Assert.ThrowsAsync<IOException>(() => connections[1]);
        Assert.False(limit.IsExceeded);
        Assert.False(await IsBeyondAsync());

        async Task<bool> IsBeyondAsync()
        {
            await using var connection = new DefaultConnectionContext();
            connections.Add(serve(connection));
            return connection.Features.Get<BeyondLimit>() is not null;
        }
    }

    [Fact]
    public async Task Connections_beyond_the_reserve_are_closed_unserved()
    {
        var limit = new ConnectionLimit(1);
        var served = 0;
        var end = new TaskCompletionSource();
        var serve = limit.Wrap(_ =>
        {
            served++;
            return end.Task;
        });
        var running = new List<Task>();
        for (var i = 0; i < 1 + ConnectionLimit.Reserve; i++)
        {
            running.Add(serve(new DefaultConnectionContext()));
        }

        await using var connection = new DefaultConnectionContext();
        var closed = new TaskCompletionSource();
        await using var registration = connection.ConnectionClosed.Register(closed.SetResult);
        await serve(connection);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(1 + ConnectionLimit.Reserve, served);

        end.SetResult();
        await Task.WhenAll(running);
        Assert.False(limit.IsExceeded);
    }

    [Fact]
    public void The_limit_that_follows_from_the_descriptors_serves_somebody() => Assert.InRange(ConnectionLimit.FromDescriptors(), 64, 1_000_000);
}
