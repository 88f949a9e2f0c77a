using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>A TCP connection, read and written byte by byte. Used by one reader and one writer at a time.</summary>
public sealed class Wire(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The peer tore the connection down (RST) instead of closing it.</summary>
    public bool WasReset { get; private set; }

    /// <summary>The peer has closed or reset the connection, and all that it sent was read.</summary>
    public bool Ended { get; private set; }

    public static async Task<Wire> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port)).Within("a connection");
        return new Wire(socket);
    }

    public Task SendAsync(string latin1) => SendAsync(Encoding.Latin1.GetBytes(latin1));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var deadline = new CancellationTokenSource(Deadline.Usual);
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, deadline.Token)..];
        }
    }

    /// <summary>Sends as much as the peer takes at once; zero when it has taken nothing for the given time.</summary>
    public async Task<int> TrySendAsync(ReadOnlyMemory<byte> bytes, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            return await socket.SendAsync(bytes, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>The next bytes as they arrive; empty once the connection has ended.</summary>
    public async Task<byte[]> ReadSomeAsync(int most = int.MaxValue, TimeSpan? limit = null)
    {
        if (_start == _end && !await FillAsync(limit))
        {
            return [];
        }

        var count = Math.Min(most, _end - _start);
        var bytes = _buffer.AsSpan(_start, count).ToArray();
        _start += count;
        return bytes;
    }

    /// <summary>Bytes up to and including the end marker; null where the connection ends first.</summary>
    public async Task<byte[]?> ReadThroughAsync(string marker, TimeSpan? limit = null)
    {
        var end = Encoding.Latin1.GetBytes(marker);
        var read = new MemoryStream();
        while (true)
        {
            var bytes = await ReadSomeAsync(1, limit);
            if (bytes.Length == 0)
            {
                return null;
            }

            read.Write(bytes);
            if (bytes[0] == end[^1] && read.GetBuffer().AsSpan(0, (int)read.Length).EndsWith(end))
            {
                return read.ToArray();
            }
        }
    }

    /// <summary>Waits until the peer has closed or reset the connection; what it still sends is thrown away.</summary>
    public async Task WaitForEndAsync(TimeSpan? limit = null)
    {
        while ((await ReadSomeAsync(limit: limit)).Length > 0)
        {
        }
    }

    /// <summary>Says that nothing more will be sent, and goes on reading.</summary>
    public void FinishSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with a reset (RST): what is under way is lost.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Closes in order (FIN after what was sent).</summary>
    public void Dispose() => socket.Close();

    private async Task<bool> FillAsync(TimeSpan? limit)
    {
        if (Ended)
        {
            return false;
        }

        using var deadline = new CancellationTokenSource(limit ?? Deadline.Usual);
        try
        {
            _start = 0;
            _end = await socket.ReceiveAsync(_buffer, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _end = 0;
            throw new TimeoutException($"Nothing came on the connection for {(limit ?? Deadline.Usual).TotalSeconds} s.");
        }
        catch (SocketException)
        {
            _end = 0;
            WasReset = true;
        }

        Ended = _end == 0;
        return !Ended;
    }
}
