using System.Net;

namespace AiGateway.EndToEnd.Front;

/// <summary>A body that sends its first mebibyte and the rest only when it may.</summary>
internal sealed class GatedUpload(long size, Task rest) : HttpContent
{
    private static readonly byte[] s_mebibyte = new byte[1 << 20];

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (long sent = 0; sent < size; sent += s_mebibyte.Length)
        {
            await stream.WriteAsync(s_mebibyte);
            await stream.FlushAsync();
            await rest.Within("the upload to be let on");
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }
}
