using System.Net;

namespace AiGateway.Tests.DataPlane.Upstream;

/// <summary>A body that arrives in reads of given sizes, now and then at once, and may break instead of ending.</summary>
internal sealed class SplitContent(byte[] bytes, IReadOnlyList<int> reads, Exception? breaks = null) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new SplitStream(bytes, reads, breaks));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class SplitStream(byte[] bytes, IReadOnlyList<int> reads, Exception? breaks) : MemoryStream(bytes)
    {
        private int _read;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read % 3 == 0)
            {
                await Task.Yield();
            }

            if (buffer.IsEmpty)
            {
                return 0;
            }

            if (Position == Length && breaks is not null)
            {
                throw breaks;
            }

            return Read(buffer.Span[..Math.Min(buffer.Length, reads[_read++ % reads.Count])]);
        }
    }
}
