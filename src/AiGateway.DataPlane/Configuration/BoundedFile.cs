using System.Text;

namespace AiGateway.Configuration;

/// <summary>Small files of text, read whole but never beyond a bound.</summary>
internal static class BoundedFile
{
    /// <summary>Reads a file as UTF-8, a byte order mark skipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most that is read.</param>
    /// <returns>The text; or why there is none, without path and contents.</returns>
    public static Parsed<string> Read(string path, int maxBytes)
    {
        var bytes = ReadBytes(path, maxBytes);
        return bytes.IsGood ? Parsed.Good(Decode(bytes.Value)) : Parsed.Bad<string>(bytes.Problem);
    }

    /// <summary>The text of what was read.</summary>
    public static string Decode(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF');

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most that is read.</param>
    /// <returns>The bytes; or why there are none, without path and contents.</returns>
    public static Parsed<ReadOnlyMemory<byte>> ReadBytes(string path, int maxBytes)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[maxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > maxBytes
                ? Parsed.Bad<ReadOnlyMemory<byte>>($"is larger than {ByteSize.Format(maxBytes)}")
                : Parsed.Good<ReadOnlyMemory<byte>>(bytes.AsMemory(0, length));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Parsed.Bad<ReadOnlyMemory<byte>>("does not exist");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException)
        {
            return Parsed.Bad<ReadOnlyMemory<byte>>("is a directory or may not be read");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            return Parsed.Bad<ReadOnlyMemory<byte>>("cannot be read");
        }
    }
}
