using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AiGateway.Demo.Media;

/// <summary>Draws PNG files (RFC 2083) with nothing but the base library: 8 bits a pixel, a palette from one colour to another.</summary>
internal static class PngImage
{
    private const uint CrcPolynomial = 0xEDB88320;

    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A gradient of that many pixels. Another seed gives other colours.</summary>
    public static byte[] Gradient(int width, int height, uint seed)
    {
        using var png = new MemoryStream();
        png.Write(s_signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a pixel
        header[9] = 3; // colours from a palette
        header[10..].Clear();
        WriteChunk(png, "IHDR", header);
        WriteChunk(png, "PLTE", Palette(seed));
        WriteChunk(png, "IDAT", Pixels(width, height));
        WriteChunk(png, "IEND", []);
        return png.ToArray();
    }

    private static byte[] Palette(uint seed)
    {
        var colours = new byte[256 * 3];
        for (var index = 0; index < 256; index++)
        {
            for (var part = 0; part < 3; part++)
            {
                var from = (byte)(seed >> (part * 5));
                var to = (byte)(seed >> (8 + (part * 7)));
                colours[(index * 3) + part] = (byte)(from + ((to - from) * index / 255));
            }
        }

        return colours;
    }

    private static byte[] Pixels(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            // Each row begins with the number of its filter: 0 for none.
            var row = new byte[width + 1];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    row[x + 1] = (byte)((x + y) * 255L / (width + height));
                }

                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        var start = (int)png.Position;
        png.Write(Encoding.ASCII.GetBytes(type));
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(png.GetBuffer().AsSpan(start, (int)png.Position - start)));
        png.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (CrcPolynomial & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }
}
