using System.Buffers;
using System.Globalization;
using System.Text;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Rewrites chunks of a new answer so that they belong to the stream that the caller knows; what need not change stays byte for byte.</summary>
/// <param name="sent">What the caller has got.</param>
/// <param name="spent">The generated tokens of the streams before, and the reasoning among them: added to what this one says.</param>
/// <param name="wantsUsage">A chunk that tells nothing but usage is worth sending.</param>
/// <param name="isLegacy">The chunks are of legacy completions.</param>
internal sealed class ChunkRewrite(SentAnswer sent, (long Output, long Reasoning) spent, bool wantsUsage, bool isLegacy)
{
    private static readonly byte[] s_null = [.. "null"u8];
    private static readonly (ChunkMemberKind Kind, byte[] Name)[] s_always =
        [(ChunkMemberKind.Id, [.. "\"id\":"u8]), (ChunkMemberKind.Created, [.. "\"created\":"u8]), (ChunkMemberKind.Model, [.. "\"model\":"u8])];

    private readonly ChatChunk _chunk = new(isLegacy);
    private readonly List<BodyEdit> _edits = [];
    private readonly bool _dropsReasoning = sent.HasReasoning || sent.Text.Length > 0;
    private bool _hasRole = sent.HasRole;
    private bool _isFinished;

    /// <summary>Writes a chunk as a complete event, or nothing where it has nothing new.</summary>
    /// <param name="data">The chunk, which was scanned once already and found good.</param>
    /// <param name="surplus">How many UTF-16 units of text to drop; lowered by those that were.</param>
    /// <param name="output">Takes the event.</param>
    public void Write(ReadOnlySpan<byte> data, ref int surplus, IBufferWriter<byte> output)
    {
        _chunk.TryScan(data);
        _edits.Clear();
        var hasText = DropText(data, ref surplus);
        if (!IsNews(hasText))
        {
            return;
        }

        NameAlike();
        DropMembers();
        AddUp();
        EndOnce();
        _hasRole |= _chunk.Has(ChunkMemberKind.Role);
        _edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        WriteEvent(data, output);
    }

    // The answer has one end: what comes behind it can only be usage.
    private bool IsNews(bool hasText) =>
        (wantsUsage && _chunk.Usage is not null)
        || (!_isFinished
            && (hasText || _chunk.IsFinish || _chunk.Has(ChunkMemberKind.ToolCall) || _chunk.Has(ChunkMemberKind.Refusal)
                || _chunk.Has(ChunkMemberKind.Media) || _chunk.Has(ChunkMemberKind.Other)
                || (!_dropsReasoning && _chunk.Has(ChunkMemberKind.Reasoning)) || (!_hasRole && _chunk.Has(ChunkMemberKind.Role))));

    private bool DropText(ReadOnlySpan<byte> data, ref int surplus)
    {
        if (_chunk.Text is not { } text)
        {
            return false;
        }

        var units = new JsonUnits(data.Slice(text.Start, text.Length));
        while ((surplus > 0 || _isFinished) && units.TryRead(out _))
        {
            surplus -= surplus > 0 ? 1 : 0;
        }

        if (units.Offset > 0)
        {
            // The caller has the first half of a character: the second follows by itself.
            var half = units.LowHalf == 0 ? [] : Encoding.ASCII.GetBytes($"\\u{(int)units.LowHalf:x4}");
            _edits.Add(new BodyEdit(text.Start, units.Offset, half));
        }

        return !units.IsAtEnd;
    }

    private void NameAlike()
    {
        foreach (var member in _chunk.Identity)
        {
            if (sent.IdentityOf(member.Kind) is { } known)
            {
                _edits.Add(new BodyEdit(member.Start, member.Length, known));
            }
        }

        ArrayBufferWriter<byte>? missing = null;
        foreach (var (kind, name) in s_always)
        {
            if (sent.IdentityOf(kind) is { } known && !HasIdentity(kind))
            {
                missing ??= new ArrayBufferWriter<byte>();
                missing.Write(name);
                missing.Write(known.Span);
                missing.Write(","u8);
            }
        }

        if (missing is not null)
        {
            _edits.Add(new BodyEdit(_chunk.FirstMember, 0, missing.WrittenMemory));
        }
    }

    private bool HasIdentity(ChunkMemberKind kind)
    {
        foreach (var member in _chunk.Identity)
        {
            if (member.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    // Each dropped member takes one comma with it: the one before it where a member before it stays, else the one behind.
    private void DropMembers()
    {
        var keptEnd = -1;
        var dropped = -1;
        var droppedEnd = -1;
        foreach (var member in _chunk.Delta)
        {
            if (!IsDropped(member.Kind))
            {
                if (dropped >= 0)
                {
                    _edits.Add(new BodyEdit(dropped, member.Name - dropped, default));
                    dropped = -1;
                }

                keptEnd = member.End;
            }
            else if (keptEnd >= 0)
            {
                _edits.Add(new BodyEdit(keptEnd, member.End - keptEnd, default));
                keptEnd = member.End;
            }
            else
            {
                dropped = dropped < 0 ? member.Name : dropped;
                droppedEnd = member.End;
            }
        }

        if (dropped >= 0)
        {
            _edits.Add(new BodyEdit(dropped, droppedEnd - dropped, default));
        }
    }

    private bool IsDropped(ChunkMemberKind kind) =>
        (kind == ChunkMemberKind.Role && _hasRole) || (kind == ChunkMemberKind.Reasoning && _dropsReasoning);

    private void AddUp()
    {
        if (_chunk.Usage is not { } usage)
        {
            return;
        }

        foreach (var count in _chunk.Counts)
        {
            var value = count.Kind switch
            {
                ChunkMemberKind.TotalTokens => usage.Prompt + usage.Output + spent.Output,
                ChunkMemberKind.ReasoningTokens => usage.Reasoning + spent.Reasoning,
                _ => usage.Output + spent.Output,
            };
            _edits.Add(new BodyEdit(count.Start, count.Length, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private void EndOnce()
    {
        if (_isFinished && _chunk.Finish is { } finish)
        {
            _edits.Add(new BodyEdit(finish.Start, finish.Length, s_null));
        }

        _isFinished |= _chunk.IsFinish;
    }

    private void WriteEvent(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        var at = 0;
        foreach (var edit in _edits)
        {
            WriteLines(data[at..(int)edit.Start], output);
            output.Write(edit.Replacement.Span);
            at = (int)(edit.Start + edit.Length);
        }

        WriteLines(data[at..], output);
        output.Write("\n\n"u8);
    }

    // An event of several data lines stays one: a line's end cannot stand inside of one.
    private static void WriteLines(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.IndexOf((byte)'\n') is var end and >= 0)
        {
            output.Write(text[..end]);
            output.Write("\ndata: "u8);
            text = text[(end + 1)..];
        }

        output.Write(text);
    }
}
