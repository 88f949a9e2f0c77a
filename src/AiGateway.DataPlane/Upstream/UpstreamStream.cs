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
    private bool _awaiting;

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

        if (_answered)
        {
            return inner.ReadAsync(buffer, cancellationToken);
        }

        return ReadFirstAsync(buffer, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_answered || !_awaiting)
        {
            // The first write after an answer begins the next request.
            _reused = _answered;
            _answered = false;
            _awaiting = true;
        }

        return _reused ? WriteOnReusedAsync(buffer, cancellationToken) : inner.WriteAsync(buffer, cancellationToken);
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (_reused)
        {
            throw new StaleConnectionException(exception);
        }

        if (read == 0 && _reused)
        {
            throw new StaleConnectionException(null);
        }

        _answered = read > 0;
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteOnReusedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (!_answered)
        {
            throw new StaleConnectionException(exception);
        }
    }
}

/// <summary>A pooled connection proved dead before a byte of the answer came.</summary>
internal sealed class StaleConnectionException(Exception? inner) : IOException("The pooled connection had been closed by the provider.", inner);
