using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>One request at the scripted upstream, and the means to answer it well or badly.</summary>
public sealed class UpstreamExchange(Wire wire, HttpHead head, int connection, Script script)
{
    private readonly BodyReader _body = new(wire, head, none: !head.Has("content-length") && !head.Has("transfer-encoding"));

    /// <summary>The request; its body is empty where the script reads it itself.</summary>
    public UpstreamRequest Request { get; private set; } = new(head, [], connection);

    /// <summary>This side is done with the connection.</summary>
    public bool Closed { get; private set; }

    /// <summary>How many requests came before this one under the same script.</summary>
    public int Number { get; private set; }

    /// <summary>The next bytes of the request's body as they come; empty at its end.</summary>
    public Task<byte[]> ReadBodyAsync() => _body.ReadSomeAsync();

    public Task SendHeadAsync(int status, params (string Name, string Value)[] headers)
    {
        var text = new StringBuilder($"HTTP/1.1 {status} Scripted\r\n");
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return wire.SendAsync(text.Append("\r\n").ToString());
    }

    /// <summary>Begins an answer in chunks, by default a stream of events.</summary>
    public Task BeginChunksAsync(string contentType = "text/event-stream", params (string Name, string Value)[] headers) =>
        SendHeadAsync(200, [("Content-Type", contentType), ("Transfer-Encoding", "chunked"), .. headers]);

    /// <summary>Sends bytes as one chunk of an answer that was begun in chunks.</summary>
    public Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        byte[] chunk = [.. Encoding.Latin1.GetBytes($"{bytes.Length:x}\r\n"), .. bytes.Span, .. "\r\n"u8];
        return wire.SendAsync(chunk);
    }

    public Task SendChunkAsync(string utf8) => SendChunkAsync(Encoding.UTF8.GetBytes(utf8));

    public Task EndChunksAsync() => wire.SendAsync("0\r\n\r\n");

    /// <summary>Sends bytes that no framing was put around.</summary>
    public Task SendRawAsync(string latin1) => wire.SendAsync(latin1);

    public Task SendRawAsync(ReadOnlyMemory<byte> bytes) => wire.SendAsync(bytes);

    /// <summary>Sends the same chunk again and again until the peer has taken nothing for the given time or the most is reached.</summary>
    /// <returns>How many bytes were taken.</returns>
    public async Task<long> FloodAsync(string text, long most, TimeSpan patience)
    {
        byte[] chunk = [.. Encoding.Latin1.GetBytes($"{text.Length:x}\r\n{text}\r\n")];
        long taken = 0;
        while (taken < most)
        {
            for (var offset = 0; offset < chunk.Length;)
            {
                var count = await wire.TrySendAsync(chunk.AsMemory(offset), patience);
                if (count == 0)
                {
                    return taken;
                }

                offset += count;
                taken += count;
            }
        }

        return taken;
    }

    /// <summary>Waits until the peer has closed the connection, and says how long that took.</summary>
    public async Task<TimeSpan> WaitForPeerCloseAsync(TimeSpan? limit = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        await wire.WaitForEndAsync(limit);
        Closed = true;
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Sends nothing more and waits until the peer loses patience.</summary>
    public Task StallAsync() => WaitForPeerCloseAsync(TimeSpan.FromMinutes(1));

    public void Close()
    {
        Closed = true;
        wire.Dispose();
    }

    /// <summary>Tears the connection down (RST).</summary>
    public void Reset()
    {
        Closed = true;
        wire.Reset();
    }

    internal async Task RunAsync()
    {
        if (script.ReadsBody)
        {
            Request = Request with { Body = await _body.ReadAllAsync() };
        }

        Number = script.Count;
        script.Note(Request);
        await script.RunAsync(this);
    }
}
