using System.Buffers;

namespace AiGateway.Upstream;

/// <summary>Tells a JSON document from whatever else proxies on the way answer with.</summary>
internal static class JsonDocumentStart
{
    /// <summary>The first character that is not blank begins an object or an array. Blank lines ahead are some providers' keep-alive.</summary>
    public static bool Is(in ReadOnlySequence<byte> body) => First(body) is (byte)'{' or (byte)'[';

    /// <summary>The first character that is not blank; 0 where there is none.</summary>
    public static byte First(in ReadOnlySequence<byte> body)
    {
        foreach (var segment in body)
        {
            if (segment.Span.IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var first)
            {
                return segment.Span[first];
            }
        }

        return 0;
    }
}
