using System.Globalization;
using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>Reads a body by the framing that its head declares, as it comes, and tells a whole one from one that was cut.</summary>
public sealed class BodyReader(Wire wire, HttpHead head, bool none = false)
{
    private readonly bool _chunked = "chunked".Equals(head["transfer-encoding"], StringComparison.OrdinalIgnoreCase);
    private long _left = none ? 0 : long.Parse(head["content-length"] ?? "-1", CultureInfo.InvariantCulture);
    private bool _done = none;

    /// <summary>Ended as its framing says it should.</summary>
    public bool Whole { get; private set; } = none;

    /// <summary>The next bytes as they come; empty at the end, whole or cut.</summary>
    public async Task<byte[]> ReadSomeAsync(TimeSpan? limit = null)
    {
        if (_done)
        {
            return [];
        }

        return _chunked ? await ReadChunkAsync(limit) : await ReadPlainAsync(limit);
    }

    public async Task<byte[]> ReadAllAsync(TimeSpan? limit = null)
    {
        var all = new MemoryStream();
        while (await ReadSomeAsync(limit) is { Length: > 0 } bytes)
        {
            all.Write(bytes);
        }

        return all.ToArray();
    }

    private async Task<byte[]> ReadPlainAsync(TimeSpan? limit)
    {
        var bytes = _left == 0 ? [] : await wire.ReadSomeAsync(_left < 0 ? int.MaxValue : (int)Math.Min(_left, int.MaxValue), limit);
        if (_left > 0)
        {
            _left -= bytes.Length;
        }

        if (bytes.Length == 0)
        {
            // Without any framing the end of the connection is the end of the body, unless it was torn down.
            End(whole: _left <= 0 && !wire.WasReset);
        }

        return bytes;
    }

    private async Task<byte[]> ReadChunkAsync(TimeSpan? limit)
    {
        if (_left <= 0)
        {
            var line = await wire.ReadThroughAsync("\r\n", limit);
            if (line is null)
            {
                return End(whole: false);
            }

            _left = long.Parse(Encoding.Latin1.GetString(line).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (_left == 0)
            {
                return End(whole: await wire.ReadThroughAsync("\r\n", limit) is not null);
            }
        }

        var bytes = await wire.ReadSomeAsync((int)_left, limit);
        _left -= bytes.Length;
        if (bytes.Length == 0 || (_left == 0 && await wire.ReadThroughAsync("\r\n", limit) is null))
        {
            End(whole: false);
        }

        return bytes;
    }

    private byte[] End(bool whole)
    {
        _done = true;
        Whole = whole;
        return [];
    }
}
