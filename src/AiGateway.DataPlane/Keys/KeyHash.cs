using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Keys;

/// <summary>The SHA-256 of a gateway key, which is all that is kept of it. Keys are looked up by it, so that comparing takes no time that depends on the key.</summary>
public readonly struct KeyHash : IEquatable<KeyHash>
{
    private const int LongestKey = 512;
    private readonly ulong _a, _b, _c, _d;

    private KeyHash(ReadOnlySpan<byte> digest)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(digest);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>Hashes a key as a caller sent it; false where it is longer than any key.</summary>
    public static bool TryOf(ReadOnlySpan<char> key, out KeyHash hash)
    {
        Span<byte> bytes = stackalloc byte[LongestKey * 3];
        if (key.Length > LongestKey)
        {
            hash = default;
            return false;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], digest);
        hash = new KeyHash(digest);
        return true;
    }

    /// <summary>Reads a hash that was written as 64 hex digits, in any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> hex, out KeyHash hash)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (hex.Length != SHA256.HashSizeInBytes * 2 || Convert.FromHexString(hex, digest, out _, out _) != OperationStatus.Done)
        {
            hash = default;
            return false;
        }

        hash = new KeyHash(digest);
        return true;
    }

    /// <summary>The first eight hex digits: enough to tell keys apart in a log, and of no use to anybody else.</summary>
    public override string ToString()
    {
        var first = _a;
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in first))[..4]);
    }

    /// <inheritdoc/>
    public bool Equals(KeyHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KeyHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_a;

    /// <summary>Equality by value.</summary>
    public static bool operator ==(KeyHash left, KeyHash right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(KeyHash left, KeyHash right) => !left.Equals(right);
}
