namespace AiGateway.EndToEnd.Harness;

/// <summary>A caller that sends what bytes it likes and sees what comes back as it comes.</summary>
public sealed class RawClient(Wire wire) : IDisposable
{
    public Wire Wire => wire;

    public static async Task<RawClient> ConnectAsync(int port) => new(await Wire.ConnectAsync(port));

    public Task SendAsync(string latin1) => wire.SendAsync(latin1);

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => wire.SendAsync(bytes);

    public Task SendAsync(CallerRequest request) => wire.SendAsync(request.ToBytes());

    /// <summary>Reads the head of an answer and leaves its body to be read as it comes.</summary>
    public async Task<RawAnswerStream> BeginAnswerAsync(bool headOnly = false, TimeSpan? limit = null)
    {
        var head = await HttpHead.ReadAsync(wire, limit)
            ?? throw new IOException(wire.WasReset ? "The connection was reset before an answer came." : "The connection was closed before an answer came.");
        return new RawAnswerStream(head, new BodyReader(wire, head, none: headOnly || head.Status is 204 or 304 or < 200));
    }

    public async Task<RawAnswer> ReadAnswerAsync(bool headOnly = false, TimeSpan? limit = null)
    {
        var answer = await BeginAnswerAsync(headOnly, limit);
        var body = await answer.Body.ReadAllAsync(limit);
        return new RawAnswer(answer.Head, body, answer.Body.Whole);
    }

    public void Dispose() => wire.Dispose();
}
