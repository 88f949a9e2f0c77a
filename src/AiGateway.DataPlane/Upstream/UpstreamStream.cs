using System.Runtime.CompilerServices;

namespace AiGateway.Upstream;

/// <summary>
/// One connection to a provider, as the HTTP client sees it. It knows one thing more: whether it was used before and then closed without a
/// byte of answer to the present request, in which case the provider had closed it while it was idle and the request is worth sending again.
/// HTTP/1.1 only: on HTTP/2 the protocol itself tells which requests were not looked at.
/// </summary>
internal sealed class UpstreamStream(Stream inner) : Stream
{
    private bool _answered;
    private bool _reused;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read of nothing only waits for data.
        if (buffer.IsEmpty)
        {
            return inner.ReadAsync(buffer, cancellationToken);
        }

        // Also a read that waits on the idle connection from the answer before: what it brings belongs to the request that comes meanwhile.
        var read = inner.ReadAsync(buffer, cancellationToken);
        return _answered && read.IsCompletedSuccessfully ? read : WatchAsync(read);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Not just any write: a provider may answer before the body of the request has all been sent.
        if (_answered && BeginsRequest(buffer.Span))
        {
            (_reused, _answered) = (true, false);
        }

        return _reused && !_answered ? WatchAsync(inner.WriteAsync(buffer, cancellationToken)) : inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool BeginsRequest(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("POST "u8) || bytes.StartsWith("GET "u8) || bytes.StartsWith("DELETE "u8);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WatchAsync(ValueTask<int> pending)
    {
        int read;
        try
        {
            read = await pending;
        }
        catch (IOException exception) when (_reused && !_answered)
        {
            throw new StaleConnectionException(exception);
        }

        if (read == 0 && _reused && !_answered)
        {
            throw new StaleConnectionException(null);
        }

        _answered |= read > 0;
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WatchAsync(ValueTask pending)
    {
        try
        {
            await pending;
        }
        catch (IOException exception) when (!_answered)
        {
            throw new StaleConnectionException(exception);
        }
    }
}

/// <summary>A pooled connection proved dead before a byte of the answer came.</summary>
internal sealed class StaleConnectionException(Exception? inner) : IOException("The pooled connection had been closed by the provider.", inner);
