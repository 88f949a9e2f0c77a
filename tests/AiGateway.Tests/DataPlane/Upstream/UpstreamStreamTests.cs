using System.Text;
using System.Threading.Channels;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class UpstreamStreamTests : IDisposable
{
    private readonly Connection _connection = new();
    private readonly UpstreamStream _stream;

    public UpstreamStreamTests() => _stream = new UpstreamStream(_connection);

    public void Dispose() => _stream.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fresh_connection_is_never_stale(bool isReset)
    {
        await WriteAsync("POST / HTTP/1.1\r\n\r\n");
        _connection.End(isReset);

        Assert.Equal(isReset ? "reset" : "end", await ReadAsync());
    }

    [Theory]
    [InlineData("POST ", true)]
    [InlineData("POST ", false)]
    [InlineData("GET ", false)]
    [InlineData("DELETE ", true)]
    public async Task A_used_one_that_ends_before_the_answer_begins_is_stale(string method, bool isReset)
    {
        await ExchangeAsync();
        await WriteAsync(method + "/ HTTP/1.1\r\n\r\n");
        _connection.End(isReset);

        Assert.Equal("stale", await ReadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_a_byte_has_come_a_used_one_is_stale_no_more(bool isReset)
    {
        await ExchangeAsync();
        await WriteAsync("POST / HTTP/1.1\r\n\r\n");
        _connection.Answer("H");
        Assert.Equal("H", await ReadAsync());
        _connection.End(isReset);

        Assert.Equal(isReset ? "reset" : "end", await ReadAsync());
    }

    [Fact]
    public async Task A_used_one_that_takes_no_request_is_stale()
    {
        await ExchangeAsync();
        _connection.RefuseWrites();

        await Assert.ThrowsAsync<StaleConnectionException>(async () => await WriteAsync("POST / HTTP/1.1\r\n\r\n"));
    }

    [Fact]
    public async Task A_fresh_one_that_takes_no_request_is_not()
    {
        _connection.RefuseWrites();

        Assert.IsNotType<StaleConnectionException>(await Assert.ThrowsAnyAsync<IOException>(async () => await WriteAsync("POST / HTTP/1.1\r\n\r\n")));
    }

    [Fact]
    public async Task Who_answers_before_he_has_read_the_whole_request_was_not_idle()
    {
        await ExchangeAsync();
        await WriteAsync("POST / HTTP/1.1\r\n\r\n");
        await WriteAsync("the first half");
        _connection.Answer("HTTP/1.1 413");
        Assert.Equal("HTTP/1.1 413", await ReadAsync());
        _connection.RefuseWrites();

        Assert.IsNotType<StaleConnectionException>(await Assert.ThrowsAnyAsync<IOException>(async () => await WriteAsync("the other half")));
    }

    [Fact]
    public async Task A_read_that_waits_on_the_idle_connection_counts_for_the_next_request()
    {
        await ExchangeAsync();
        var waiting = ReadAsync();
        await WriteAsync("POST / HTTP/1.1\r\n\r\n");
        _connection.End(isReset: false);

        Assert.Equal("stale", await waiting);
    }

    [Fact]
    public async Task A_read_of_nothing_is_no_answer()
    {
        await ExchangeAsync();
        await WriteAsync("POST / HTTP/1.1\r\n\r\n");
        _connection.Answer("");
        Assert.Equal(0, await _stream.ReadAsync(Memory<byte>.Empty, TestContext.Current.CancellationToken));
        _connection.End(isReset: false);

        Assert.Equal("stale", await ReadAsync());
    }

    private async Task ExchangeAsync()
    {
        await WriteAsync("POST / HTTP/1.1\r\n\r\n");
        _connection.Answer("HTTP/1.1 200 OK\r\n\r\n");
        Assert.Equal("HTTP/1.1 200 OK\r\n\r\n", await ReadAsync());
    }

    private async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task<string> ReadAsync()
    {
        var buffer = new byte[256];
        try
        {
            var read = await _stream.ReadAsync(buffer);
            return read == 0 ? "end" : Encoding.ASCII.GetString(buffer, 0, read);
        }
        catch (StaleConnectionException)
        {
            return "stale";
        }
        catch (IOException)
        {
            return "reset";
        }
    }

    /// <summary>The provider's side: what it sends is read in order, and reads wait for it.</summary>
    private sealed class Connection : MemoryStream
    {
        private readonly Channel<byte[]?> _sent = Channel.CreateUnbounded<byte[]?>();
        private bool _refusesWrites;

        public void Answer(string text) => _sent.Writer.TryWrite(Encoding.ASCII.GetBytes(text));

        public void End(bool isReset) => _sent.Writer.TryWrite(isReset ? null : []);

        public void RefuseWrites() => _refusesWrites = true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = await _sent.Reader.ReadAsync(cancellationToken) ?? throw new IOException("reset");
            bytes.CopyTo(buffer);
            return bytes.Length;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _refusesWrites ? ValueTask.FromException(new IOException("broken pipe")) : ValueTask.CompletedTask;
    }
}
