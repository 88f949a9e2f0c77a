using System.Text;
using AiGateway.Dialects;

namespace AiGateway.Tests.Dialects;

/// <summary>A stream as a provider sends it, and what a tap must make of it.</summary>
/// <param name="Name">Whose it is, and what is special.</param>
/// <param name="Path">The operation that it answers.</param>
/// <param name="Kinds">One letter an event: Content, Heartbeat, UsageOnly, End, error (X), Malformed.</param>
/// <param name="Usage">The usage that it tells.</param>
/// <param name="IsWhole">It is complete.</param>
/// <param name="Text">The bytes as text.</param>
public sealed record RecordedStream(string Name, string Path, string Kinds, TokenUsage? Usage, bool IsWhole, string Text)
{
    /// <summary>The bytes.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    /// <summary>A kind of provider that speaks so.</summary>
    public string Provider => Path.StartsWith("/v1beta", StringComparison.Ordinal) ? "gemini" : Path.EndsWith("/messages", StringComparison.Ordinal) ? "anthropic" : "openai-compatible";

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Opens the tap for it, as the pipeline does: by the operation's path alone.</summary>
    internal StreamTap Open()
    {
        var operation = DialectCatalogue.All.SelectMany(d => d.Operations).Single(o => o.Path == Path && o.Method == "POST");
        return operation.Dialect.OpenStream(operation);
    }

    /// <summary>Spells kinds as letters.</summary>
    internal static string Spell(IEnumerable<EventKind> kinds) => string.Concat(kinds.Select(kind => kind == EventKind.Error ? 'X' : kind.ToString()[0]));
}
