using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.EndToEnd.Harness;

/// <summary>An upstream on raw sockets that does to each request what the script of the moment says, byte by byte.</summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    /// <summary>Stands before the operation's path, so that a test sees that the base URL is kept.</summary>
    public const string BasePath = "/base/v1";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, Wire> _wires = new();
    private readonly Task _accepting;
    private volatile Script _script = new(Answer.Json(Samples.ChatAnswer));
    private int _connections;

    public ScriptedUpstream()
    {
        _listener.Start(1024);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string BaseUrl => $"http://127.0.0.1:{Port}{BasePath}";

    /// <summary>Connections accepted since the start.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>From now on answers so. What runs already goes on with its own script.</summary>
    /// <param name="answer">Runs once a request; when it returns, the connection is kept for the next request unless it was closed.</param>
    /// <param name="readBody">False where the script reads the request's body itself, as it comes.</param>
    public Script Play(Func<UpstreamExchange, Task> answer, bool readBody = true) => _script = new Script(answer, readBody);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var wire in _wires.Values)
        {
            wire.Dispose();
        }

        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                var number = Interlocked.Increment(ref _connections);
                var wire = _wires[number] = new Wire(socket);
                _ = ServeAsync(wire, number);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped: the test is over.
        }
    }

    private async Task ServeAsync(Wire wire, int number)
    {
        await Task.Yield();
        Script? script = null;
        try
        {
            while (await HttpHead.ReadAsync(wire, Timeout.InfiniteTimeSpan) is { } head)
            {
                script = _script;
                var exchange = new UpstreamExchange(wire, head, number, script);
                await exchange.RunAsync();
                if (exchange.Closed)
                {
                    break;
                }
            }
        }
        catch (Exception error)
        {
            // A script that failed is told where the test looks; a connection that its peer or the test's end tore down is no failure.
            if (error is not (SocketException or ObjectDisposedException))
            {
                script?.Fail(error);
            }
        }
        finally
        {
            wire.Dispose();
            _wires.TryRemove(number, out _);
        }
    }
}
