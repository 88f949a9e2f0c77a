using System.Collections.Concurrent;
using System.Threading.Channels;

namespace AiGateway.EndToEnd.Harness;

/// <summary>What the upstream does, and what it was asked while it did so.</summary>
public sealed class Script(Func<UpstreamExchange, Task> answer, bool readBody = true)
{
    private readonly ConcurrentQueue<UpstreamRequest> _requests = new();
    private readonly Channel<UpstreamRequest> _arrivals = Channel.CreateUnbounded<UpstreamRequest>();
    private volatile Exception? _failure;

    internal bool ReadsBody => readBody;

    /// <summary>Every request so far, in the order in which they were complete.</summary>
    public IReadOnlyList<UpstreamRequest> Requests => [.. _requests];

    public int Count => _requests.Count;

    /// <summary>The one request that has come.</summary>
    public UpstreamRequest Only => Assert.Single(Requests);

    /// <summary>The next request that was not taken yet.</summary>
    public async Task<UpstreamRequest> NextAsync(TimeSpan? limit = null)
    {
        var next = await _arrivals.Reader.ReadAsync().AsTask().Within("a request at the upstream", limit);
        return next;
    }

    /// <summary>Fails the test with what failed in the script, if anything did.</summary>
    public void Verify()
    {
        if (_failure is { } failure)
        {
            throw new InvalidOperationException("The upstream's script failed.", failure);
        }
    }

    internal Task RunAsync(UpstreamExchange exchange) => answer(exchange);

    internal void Note(UpstreamRequest request)
    {
        _requests.Enqueue(request);
        _arrivals.Writer.TryWrite(request);
    }

    internal void Fail(Exception error) => _failure = error;
}
