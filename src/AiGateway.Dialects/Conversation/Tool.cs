using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>What a model may call. A closed set: the types in this file.</summary>
internal abstract record Tool
{
    /// <summary>The tools up to and with this one are to be cached.</summary>
    public CacheMarker? Cache { get; init; }

    /// <summary>The group of tools that it belongs to at the caller (OpenAI Responses), with which its name begins here; empty, the default, for none.</summary>
    public JsonString Namespace { get; init; }

    /// <summary>What the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];
}

/// <summary>A function of the caller's.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Parameters">The JSON schema of its arguments; empty where it has none.</param>
internal sealed record FunctionTool(JsonString Name, JsonString Description, ReadOnlyMemory<byte> Parameters) : Tool
{
    /// <summary>The arguments must fit the schema.</summary>
    public bool? Strict { get; init; }
}

/// <summary>A tool of the caller's whose argument is text (OpenAI's custom tools).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
internal sealed record FreeformTool(JsonString Name, JsonString Description) : Tool
{
    /// <summary>The language that <see cref="Grammar"/> is in: <c>lark</c>, <c>regex</c>.</summary>
    public JsonString Syntax { get; init; }

    /// <summary>The grammar that the text must fit; not there for any text.</summary>
    public JsonString Grammar { get; init; }
}

/// <summary>A tool that the provider runs itself.</summary>
internal sealed record ProviderTool(DialectFamily Family, JsonString Type, ReadOnlyMemory<byte> Json) : Tool;
