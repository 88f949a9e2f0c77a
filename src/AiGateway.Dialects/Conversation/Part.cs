using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>A piece of a turn or of an answer. A closed set: the types in this file.</summary>
internal abstract record Part
{
    /// <summary>The prompt up to and with this part is to be cached.</summary>
    public CacheMarker? Cache { get; init; }

    /// <summary>What the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];
}

/// <summary>Text.</summary>
internal sealed record TextPart(JsonString Text) : Part
{
    /// <summary>Where it comes from.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];
}

/// <summary>Words with which the model declines.</summary>
internal sealed record RefusalPart(JsonString Text) : Part;

/// <summary>An image.</summary>
internal sealed record ImagePart(MediaSource Source) : Part
{
    /// <summary>How closely to look: <c>low</c>, <c>high</c>, <c>auto</c>.</summary>
    public JsonString Detail { get; init; }
}

/// <summary>Sound.</summary>
internal sealed record AudioPart(MediaSource Source) : Part;

/// <summary>A document.</summary>
internal sealed record FilePart(MediaSource Source) : Part
{
    /// <summary>The name of the file, or the title of the document.</summary>
    public JsonString Title { get; init; }

    /// <summary>What the model should know of it (Anthropic).</summary>
    public JsonString Context { get; init; }

    /// <summary>The answer is to say where in it a statement comes from.</summary>
    public bool? Cite { get; init; }
}

/// <summary>The model calls a tool.</summary>
/// <param name="Id">Joins it with its result; not there where the dialect has none.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">What the model wrote: UTF-8 text, which should be a JSON object, or anything where <see cref="IsFreeform"/>.</param>
internal sealed record ToolCallPart(JsonString Id, JsonString Name, ReadOnlyMemory<byte> Arguments) : Part
{
    /// <summary>The arguments are text of the tool's own form and no JSON (OpenAI's custom tools).</summary>
    public bool IsFreeform { get; init; }

    /// <summary>Proves to the model that wrote it that the reasoning ahead of the call was its own.</summary>
    public Signature? Signature { get; init; }
}

/// <summary>A tool answers.</summary>
internal sealed record ToolResultPart(JsonString CallId, IReadOnlyList<Part> Content) : Part
{
    /// <summary>The tool, where the dialect names it.</summary>
    public JsonString Name { get; init; }

    /// <summary>The call failed.</summary>
    public bool IsError { get; init; }

    /// <summary>It answers a call whose arguments are text, where the dialect says so.</summary>
    public bool IsFreeform { get; init; }
}

/// <summary>What the model thought.</summary>
internal sealed record ReasoningPart(JsonString Text) : Part
{
    /// <summary>Without it, who signs its reasoning does not take it back.</summary>
    public Signature? Signature { get; init; }
}

/// <summary>What the model thought, and only its provider can read.</summary>
internal sealed record SealedReasoningPart(Signature Content) : Part;

/// <summary>A piece of the talk that the provider has stored.</summary>
internal sealed record StoredPart(JsonString Id) : Part;

/// <summary>What the hub has no word for: a provider's own tools at work, for one.</summary>
/// <param name="Family">Whose it is.</param>
/// <param name="Type">What it calls itself.</param>
/// <param name="Json">All of it.</param>
internal sealed record OpaquePart(DialectFamily Family, JsonString Type, ReadOnlyMemory<byte> Json) : Part
{
    /// <summary>What it says, for whoever has no such form; not there where words cannot say it.</summary>
    public JsonString Words { get; init; }
}
