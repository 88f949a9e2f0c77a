using System.Runtime.InteropServices;

namespace AiGateway.Routing;

/// <summary>A hash that is the same in every process and on every machine, so that replicas agree. Not for anything that an adversary gains by.</summary>
internal static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text) => Finish(Add(Begin, MemoryMarshal.AsBytes(text)));

    /// <summary>What <see cref="Add"/> begins with.</summary>
    public static ulong Begin => Offset;

    /// <summary>Adds bytes (FNV-1a).</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    /// <summary>Makes every bit depend on every other (the last steps of MurmurHash3).</summary>
    public static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
