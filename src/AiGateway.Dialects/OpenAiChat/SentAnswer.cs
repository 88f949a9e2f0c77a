using System.Buffers;
using System.Text.Unicode;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>What the caller has got of an answer that broke: its text, and what its chunks were called.</summary>
internal sealed class SentAnswer
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly byte[]?[] _identity = new byte[]?[(int)ChunkMemberKind.Fingerprint + 1];

    private SentAnswer()
    {
    }

    /// <summary>The text so far, as UTF-16; it may end with half a surrogate pair.</summary>
    public ReadOnlyMemory<char> Text => _text.WrittenMemory;

    /// <summary>The caller has been told the role.</summary>
    public bool HasRole { get; private set; }

    /// <summary>The caller has got reasoning.</summary>
    public bool HasReasoning { get; private set; }

    /// <summary>How many chunks carried text: about as many as its tokens.</summary>
    public long TextChunks { get; private set; }

    /// <summary>How many chunks carried reasoning and no text.</summary>
    public long ReasoningChunks { get; private set; }

    /// <summary>The first value of a member that is the same in all chunks, as JSON; null where no chunk had one.</summary>
    public ReadOnlyMemory<byte>? IdentityOf(ChunkMemberKind kind) => _identity[(int)kind] is { } value ? value : (ReadOnlyMemory<byte>?)null;

    /// <summary>Reads the events that were sent.</summary>
    /// <returns>Null where the answer cannot be continued: it is finished, more than one text, no text alone, or not to be understood.</returns>
    public static SentAnswer? Read(in ReadOnlySequence<byte> sent, bool isLegacy)
    {
        if (sent.Length > StreamBreak.LongestSent)
        {
            return null;
        }

        var rest = sent.IsSingleSegment ? sent.FirstSpan : sent.ToArray();
        var answer = new SentAnswer();
        var tap = new ChatStreamTap();
        var chunk = new ChatChunk(isLegacy);
        while (!rest.IsEmpty)
        {
            var framer = default(EventFramer);
            if (!framer.TryReadEvent(rest, out var length))
            {
                return EventFramer.IsEvent(rest) ? null : answer;
            }

            if (!answer.TryTake(rest[..length], tap, chunk))
            {
                return null;
            }

            rest = rest[length..];
        }

        return answer;
    }

    private bool TryTake(ReadOnlySpan<byte> serverSentEvent, ChatStreamTap tap, ChatChunk chunk)
    {
        var kind = tap.Read(serverSentEvent);
        if (kind == EventKind.Heartbeat)
        {
            return true;
        }

        var data = EventData.Trim(ServerSentEvent.Parse(serverSentEvent).Data);
        if (kind is not (EventKind.Content or EventKind.UsageOnly) || !Utf8.IsValid(data) || !chunk.TryScan(data) || !CanBeContinued(chunk))
        {
            return false;
        }

        Note(chunk, data);
        return true;
    }

    private static bool CanBeContinued(ChatChunk chunk) =>
        !chunk.IsAmbiguous && !chunk.IsFinish && !chunk.HasLogprobs
        && !chunk.Has(ChunkMemberKind.ToolCall) && !chunk.Has(ChunkMemberKind.Refusal) && !chunk.Has(ChunkMemberKind.Media);

    private void Note(ChatChunk chunk, ReadOnlySpan<byte> data)
    {
        foreach (var member in chunk.Identity)
        {
            var value = data[member.Start..member.End];
            if (_identity[(int)member.Kind] is null && IsName(member, value))
            {
                _identity[(int)member.Kind] = value.ToArray();
            }
        }

        HasRole |= chunk.Has(ChunkMemberKind.Role);
        HasReasoning |= chunk.Has(ChunkMemberKind.Reasoning);
        if (chunk.Text is { Length: > 0 } text)
        {
            TextChunks++;
            Append(data.Slice(text.Start, text.Length));
        }
        else if (chunk.Has(ChunkMemberKind.Reasoning))
        {
            ReasoningChunks++;
        }
    }

    // Azure's first chunk has names of no use, "" and 0. What is no scalar could have line ends in it.
    private static bool IsName(in ChunkMember member, ReadOnlySpan<byte> value) =>
        (member.IsSet || member.Kind == ChunkMemberKind.Fingerprint) && value[0] is not ((byte)'{' or (byte)'[') && !value.SequenceEqual("0"u8);

    private void Append(ReadOnlySpan<byte> text)
    {
        // A unit takes at least one byte.
        var units = new JsonUnits(text);
        var free = _text.GetSpan(text.Length);
        var count = 0;
        while (units.TryRead(out var unit))
        {
            free[count++] = unit;
        }

        _text.Advance(count);
    }
}
