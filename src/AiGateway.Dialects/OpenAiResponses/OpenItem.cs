using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>An item that a stream has begun to tell, with what its last events must repeat.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place in the output.</param>
/// <param name="id">Its id.</param>
internal sealed class OpenItem(ItemKind kind, int index, JsonString id)
{
    private ArgumentProgress _progress;
    private ArrayBufferWriter<byte>? _signature;
    private DialectFamily _family;
    private int _measured;
    private long _length;

    /// <summary>What it is.</summary>
    public ItemKind Kind { get; } = kind;

    /// <summary>Its place in the output.</summary>
    public int Index { get; } = index;

    /// <summary>Its id.</summary>
    public JsonString Id { get; } = id;

    /// <summary>Of a call: its place among the calls.</summary>
    public int Slot { get; set; } = StreamEvent.NoSlot;

    /// <summary>Of a call: its own id, which its result will bear.</summary>
    public JsonString CallId { get; set; }

    /// <summary>Of a call: the group of the tool; empty where it is in none.</summary>
    public JsonString Namespace { get; set; }

    /// <summary>Of a call: the tool; of an image: its media type.</summary>
    public JsonString Name { get; set; }

    /// <summary>The text of the part that is open, the arguments, the reasoning or the bytes of an image: what stands between the quotes of a JSON string.</summary>
    public ArrayBufferWriter<byte> Text { get; } = new();

    /// <summary>Of a message: the parts that are complete, as JSON, with commas between them.</summary>
    public ArrayBufferWriter<byte> Parts { get; } = new();

    /// <summary>Of a message: the citations of the part that is open, as JSON, with commas between them.</summary>
    public ArrayBufferWriter<byte> Citations { get; } = new();

    /// <summary>Of a message: the probabilities of the tokens of the part that is open, as JSON, with commas between them.</summary>
    public ArrayBufferWriter<byte> Logprobs { get; } = new();

    /// <summary>Of a message: the place of the part that is open or comes next.</summary>
    public int Part { get; set; }

    /// <summary>Of a message: a part is open.</summary>
    public bool IsPartOpen { get; set; }

    /// <summary>Of a message: the part that is open is a refusal.</summary>
    public bool IsRefusal { get; set; }

    /// <summary>Of the part that is open: how many citations there are.</summary>
    public int CitationCount { get; set; }

    /// <summary>Of reasoning: what must come back with it, as far as it has come; null where there is nothing.</summary>
    public Signature? Signature => _signature is null ? null : new Signature(_family, JsonString.Wrap(_signature.WrittenSpan));

    /// <summary>Of reasoning: <see cref="Signature"/> is the reasoning itself.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Of a call of a function: its arguments are a whole object, so that there will be no more.</summary>
    public bool IsComplete => Kind == ItemKind.Call && _progress.IsComplete;

    /// <summary>Of a message: how many characters the part that is open has. Each is counted once, however often this is asked.</summary>
    public long Length
    {
        get
        {
            var units = new JsonUnits(Text.WrittenSpan[_measured..]);
            while (units.TryRead(out _))
            {
                _length++;
            }

            _measured = Text.WrittenCount;
            return _length;
        }
    }

    /// <summary>Adds to what must come back with reasoning.</summary>
    /// <param name="family">Who can read it.</param>
    /// <param name="quoted">More of it, as a JSON string.</param>
    public void Sign(DialectFamily family, ReadOnlySpan<byte> quoted)
    {
        _family = family;
        (_signature ??= new ArrayBufferWriter<byte>()).Write(quoted[1..^1]);
    }

    /// <summary>Keeps more text.</summary>
    /// <param name="quoted">It, as a JSON string.</param>
    public void Add(ReadOnlySpan<byte> quoted)
    {
        Text.Write(quoted[1..^1]);
        if (Kind == ItemKind.Call)
        {
            _progress.Note(quoted);
        }
    }

    /// <summary>Forgets the part of a message that was open.</summary>
    public void EndPart()
    {
        IsPartOpen = false;
        CitationCount = 0;
        (_measured, _length) = (0, 0);
        Text.ResetWrittenCount();
        Citations.ResetWrittenCount();
        Logprobs.ResetWrittenCount();
    }
}
