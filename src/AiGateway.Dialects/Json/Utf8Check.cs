using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace AiGateway.Dialects.Json;

/// <summary>Checks that bytes are UTF-8, fed span by span; a character may straddle any number of them.</summary>
internal struct Utf8Check
{
    private const int LongestCharacter = 4;

    private long _fed;
    private int _carried;
    private Carry _carry;

    /// <summary>Checks the next bytes.</summary>
    /// <returns>Where the first broken character begins, counted from the first byte that was fed; -1 where there is none.</returns>
    public long Feed(ReadOnlySpan<byte> bytes)
    {
        var start = _fed;
        _fed += bytes.Length;
        if (_carried > 0)
        {
            var characterStart = start - _carried;
            var taken = FinishCarried(bytes, out var status);
            if (status != OperationStatus.Done)
            {
                return status == OperationStatus.NeedMoreData ? -1 : characterStart;
            }

            bytes = bytes[taken..];
            start += taken;
        }

        var tail = CarryTail(bytes);
        var whole = bytes[..^tail];
        return Utf8.IsValid(whole) ? -1 : start + FindBroken(whole);
    }

    /// <summary>Tells that no more bytes follow.</summary>
    /// <returns>Where a character begins that is cut off; -1 where none is.</returns>
    public readonly long Finish() => _carried > 0 ? _fed - _carried : -1;

    private int FinishCarried(ReadOnlySpan<byte> bytes, out OperationStatus status)
    {
        Span<byte> carry = _carry;
        var before = _carried;
        var added = Math.Min(LongestCharacter - before, bytes.Length);
        bytes[..added].CopyTo(carry[before..]);
        status = Rune.DecodeFromUtf8(carry[..(before + added)], out _, out var length);
        _carried = status == OperationStatus.NeedMoreData ? before + added : 0;
        return length - before;
    }

    private int CarryTail(ReadOnlySpan<byte> bytes)
    {
        for (var length = 1; length < LongestCharacter && length <= bytes.Length; length++)
        {
            var tail = bytes[^length..];
            if ((tail[0] & 0xC0) == 0x80)
            {
                continue;
            }

            if (Rune.DecodeFromUtf8(tail, out _, out _) != OperationStatus.NeedMoreData)
            {
                break;
            }

            tail.CopyTo(_carry);
            _carried = length;
            return length;
        }

        return 0;
    }

    private static int FindBroken(ReadOnlySpan<byte> bytes)
    {
        Span<char> scratch = stackalloc char[512];
        var offset = 0;
        while (true)
        {
            var status = Utf8.ToUtf16(bytes[offset..], scratch, out var read, out _, replaceInvalidSequences: false);
            offset += read;
            if (status is OperationStatus.InvalidData or OperationStatus.Done)
            {
                return offset;
            }
        }
    }

    [InlineArray(LongestCharacter)]
    private struct Carry
    {
        private byte _first;
    }
}
