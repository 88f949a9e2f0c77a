using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>A part of an answer that comes in pieces.</summary>
/// <param name="kind">What its pieces are.</param>
internal sealed class GatheredPart(StreamEventKind kind)
{
    private readonly Signature? _sealed;
    private GatheredText? _signature;
    private DialectFamily _family;

    /// <summary>What its pieces are.</summary>
    public StreamEventKind Kind => kind;

    /// <summary>Its text, or a call's arguments.</summary>
    public GatheredText Text { get; } = new();

    /// <summary>The slot of a call.</summary>
    public int Slot { get; init; } = StreamEvent.NoSlot;

    /// <summary>The id of a call.</summary>
    public JsonString Id { get; init; }

    /// <summary>The tool that is called.</summary>
    public JsonString Name { get; init; }

    /// <summary>The call's argument is text.</summary>
    public bool IsFreeform { get; init; }

    /// <summary>Something that proves whose it is has come.</summary>
    public bool IsSigned => _signature is not null;

    /// <summary>What proves whose it is, as far as it has come.</summary>
    public Signature? Signature
    {
        get => _signature is null ? _sealed : new Signature(_family, _signature.ToText());
        init => _sealed = value;
    }

    /// <summary>An image; null where the part is none.</summary>
    public MediaSource? Image { get; init; }

    /// <summary>Where the text comes from.</summary>
    public List<Citation> Citations { get; } = [];

    /// <summary>Adds a piece, with its quotes, to what proves whose it is.</summary>
    public void Sign(DialectFamily family, ReadOnlySpan<byte> quoted)
    {
        _family = family;
        (_signature ??= new GatheredText()).Add(quoted);
    }

    /// <summary>The part, whole.</summary>
    public Part ToPart() => kind switch
    {
        StreamEventKind.Refusal => new RefusalPart(Text.ToText()),
        StreamEventKind.Reasoning => new ReasoningPart(Text.ToText()) { Signature = Signature },
        StreamEventKind.SealedReasoning => new SealedReasoningPart(Signature!),
        StreamEventKind.Image => new ImagePart(Image!),
        StreamEventKind.ToolCall => new ToolCallPart(Id, Name, Text.ToText().Decode()) { Signature = Signature, IsFreeform = IsFreeform },
        _ => new TextPart(Text.ToText()) { Citations = Citations },
    };
}
