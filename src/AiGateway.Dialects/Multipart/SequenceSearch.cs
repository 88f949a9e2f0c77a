using System.Buffers;

namespace AiGateway.Dialects.Multipart;

/// <summary>Finds bytes in a body of any segmentation, at the speed of a search in one span.</summary>
internal static class SequenceSearch
{
    /// <summary>The longest needle.</summary>
    public const int LongestNeedle = 128;

    /// <summary>Finds the first occurrence.</summary>
    /// <returns>Its offset in the sequence; -1 where there is none.</returns>
    public static long IndexOf(in ReadOnlySequence<byte> haystack, ReadOnlySpan<byte> needle)
    {
        // The last bytes of what was searched, then the first ones of what comes: an occurrence that straddles lies there.
        Span<byte> seam = stackalloc byte[LongestNeedle * 2];
        var overlap = needle.Length - 1;
        var carried = 0;
        var searched = 0L;
        foreach (var segment in haystack)
        {
            var bytes = segment.Span;
            var added = Math.Min(overlap, bytes.Length);
            bytes[..added].CopyTo(seam[carried..]);
            var found = seam[..(carried + added)].IndexOf(needle);
            if (found >= 0)
            {
                return searched - carried + found;
            }

            found = bytes.IndexOf(needle);
            if (found >= 0)
            {
                return searched + found;
            }

            searched += bytes.Length;
            carried = Carry(seam, carried + added, bytes, overlap);
        }

        return -1;
    }

    private static int Carry(Span<byte> seam, int filled, ReadOnlySpan<byte> bytes, int overlap)
    {
        var kept = bytes.Length >= overlap ? bytes[^overlap..] : seam[Math.Max(0, filled - overlap)..filled];
        kept.CopyTo(seam);
        return kept.Length;
    }
}
