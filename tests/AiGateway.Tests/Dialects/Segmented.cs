using System.Buffers;

namespace AiGateway.Tests.Dialects;

/// <summary>Bytes as a sequence of any segmentation.</summary>
internal static class Segmented
{
    /// <summary>Cuts the bytes at the given offsets, which may repeat (empty segments) and come in any order.</summary>
    public static ReadOnlySequence<byte> At(ReadOnlyMemory<byte> bytes, params ReadOnlySpan<int> cuts)
    {
        var sorted = cuts.ToArray();
        Array.Sort(sorted);
        Segment? first = null;
        Segment? last = null;
        var start = 0;
        foreach (var cut in (int[])[.. sorted, bytes.Length])
        {
            last = new Segment(bytes[start..cut], last);
            first ??= last;
            start = cut;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    /// <summary>Cuts the bytes into single ones.</summary>
    public static ReadOnlySequence<byte> Everywhere(ReadOnlyMemory<byte> bytes) => At(bytes, [.. Enumerable.Range(0, bytes.Length)]);

    /// <summary>Cuts the bytes at up to eight random places.</summary>
    public static ReadOnlySequence<byte> Randomly(ReadOnlyMemory<byte> bytes, Random random)
    {
        Span<int> cuts = stackalloc int[random.Next(8)];
        foreach (ref var cut in cuts)
        {
            cut = random.Next(bytes.Length + 1);
        }

        return At(bytes, cuts);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
