using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace AiGateway.EndToEnd.Harness;

/// <summary>An upstream that speaks HTTP/2 in cleartext frame by frame, and lets no more of a body come than the protocol's first window.</summary>
public sealed class Http2Upstream : IAsyncDisposable
{
    private const int PrefaceLength = 24;
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, WindowUpdate = 8;
    private const byte EndStream = 1, Acknowledgement = 1, EndHeaders = 4;

    // HPACK: ":status" 200 and 400 of the static table; a literal "content-type", which is its entry 31.
    private const byte Ok = 0x88, BadRequest = 0x8C;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, MemoryStream> _bodies = new();
    private readonly Channel<int> _requests = Channel.CreateUnbounded<int>();
    private readonly Channel<int> _resets = Channel.CreateUnbounded<int>();
    private readonly Task _serving;
    private NetworkStream? _connection;

    public Http2Upstream()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>The number of the next request's stream, once its head is there.</summary>
    public Task<int> NextRequestAsync() => _requests.Reader.ReadAsync().AsTask().Within("a request at the upstream");

    /// <summary>The number of the next stream that the gateway has reset.</summary>
    public Task<int> NextResetAsync(TimeSpan limit) => _resets.Reader.ReadAsync().AsTask().Within("a reset of a stream", limit);

    /// <summary>What has come of a request's body.</summary>
    public byte[] BodyOf(int stream) => _bodies.TryGetValue(stream, out var body) ? body.ToArray() : [];

    /// <summary>Answers with a head and some of a body, and ends the answer if told so.</summary>
    public async Task AnswerAsync(int stream, string contentType, string body, bool isGood = true, bool ends = true)
    {
        byte[] head = [isGood ? Ok : BadRequest, 0x0F, 0x10, (byte)contentType.Length, .. Encoding.ASCII.GetBytes(contentType)];
        await SendAsync(Headers, EndHeaders, stream, head);
        await SendAsync(Data, ends ? EndStream : (byte)0, stream, Encoding.ASCII.GetBytes(body));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        _connection?.Dispose();
        try
        {
            await _serving;
        }
        catch (Exception stopped) when (stopped is IOException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync()
    {
        using var socket = await _listener.AcceptSocketAsync();
        await using var connection = _connection = new NetworkStream(socket);
        await connection.ReadExactlyAsync(new byte[PrefaceLength]);
        await SendAsync(Settings, 0, 0, []);
        var head = new byte[9];
        while (true)
        {
            await connection.ReadExactlyAsync(head);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await connection.ReadExactlyAsync(payload);
            await TakeAsync(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        }
    }

    private async Task TakeAsync(byte type, byte flags, int stream, byte[] payload)
    {
        switch (type)
        {
            case Headers:
                _requests.Writer.TryWrite(stream);
                break;
            case Data:
                _bodies.GetOrAdd(stream, _ => new MemoryStream()).Write(payload);
                break;
            case Reset:
                _resets.Writer.TryWrite(stream);
                break;
            case Settings or Ping when flags != Acknowledgement:
                await SendAsync(type, Acknowledgement, 0, type == Ping ? payload : []);
                break;
        }
    }

    private async Task SendAsync(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        await _connection!.WriteAsync(frame);
    }
}
