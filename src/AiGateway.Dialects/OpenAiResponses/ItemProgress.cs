using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>What a stream has told of one item of its output.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place in the output, as it is told.</param>
/// <param name="id">Its id; some change it with each event.</param>
internal sealed class ItemProgress(ItemKind kind, long index, JsonString id)
{
    private ulong _told;

    /// <summary>What it is.</summary>
    public ItemKind Kind { get; } = kind;

    /// <summary>Its place in the output, as it is told.</summary>
    public long Index { get; } = index;

    /// <summary>Its id.</summary>
    public JsonString Id { get; } = id;

    /// <summary>Of a call: its place among the calls; -1 while the call has no name.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Of reasoning: which of the two ways to tell it was the first. The other one says the same again.</summary>
    public ReasoningWay Way { get; set; }

    /// <summary>Its end was told.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether anything of it was told.</summary>
    public bool HasWords => _told != 0;

    /// <summary>Whether anything of one of its parts was told.</summary>
    public bool HasTold(long part) => (_told >> (int)(part & 63) & 1) == 1;

    /// <summary>Takes note that something of one of its parts was told.</summary>
    public void Note(long part) => _told |= 1UL << (int)(part & 63);
}
