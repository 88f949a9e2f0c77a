using System.IO.Compression;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace AiGateway.Upstream;

/// <summary>
/// The body of an answer that its provider compressed without having been asked to (RFC 9110, 12.5.3: who is not told what is accepted may send anything), as
/// it was before. What makes it unreadable is an <see cref="IOException"/>, as if the connection had broken.
/// </summary>
internal sealed class GzipBody(Stream compressed) : Stream
{
    private readonly GZipStream _plain = new(compressed, CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The body is compressed in this one way.</summary>
    public static bool Is(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Encoding", out var encoding) && encoding.ToString() is var name
        && (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _plain.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException("The compressed body is broken.", exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _plain.Dispose();
        }

        base.Dispose(disposing);
    }
}
