using System.Text.Json;

namespace AiGateway.Demo.Generation;

/// <summary>What is asked of a model, whatever the endpoint that it came by.</summary>
internal sealed record Prompt
{
    /// <summary>The text of the last user message.</summary>
    public required string Question { get; init; }

    /// <summary>What the tools that were called gave back, where that is the last thing said; else null.</summary>
    public string? ToolResult { get; init; }

    /// <summary>How many images, sounds and documents came with the question.</summary>
    public int Attachments { get; init; }

    /// <summary>What those are called in a sentence: <c>image</c>.</summary>
    public string AttachmentName { get; init; } = "image";

    public required int Tokens { get; init; }

    /// <summary>Those that may be called.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>A tool has to be called, whatever was said before.</summary>
    public bool MustCall { get; init; }

    public bool ParallelCalls { get; init; } = true;

    /// <summary>The answer is a JSON object.</summary>
    public bool WantsJson { get; init; }

    /// <summary>The schema of the JSON object; undefined for any object.</summary>
    public JsonElement Schema { get; init; }

    public int MostTokens { get; init; } = int.MaxValue;

    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>Another seed gives another answer, the same seed the same.</summary>
    public long Seed { get; init; }

    /// <summary>The part of the prompt that providers would have in their cache: from 1,024 tokens on, in steps of 128.</summary>
    public int CachedTokens => Tokens < 1024 ? 0 : Tokens / 128 * 128;
}
