using System.Buffers;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>A JSON string that comes in pieces, each a JSON string of its own.</summary>
internal sealed class GatheredText
{
    private ArrayBufferWriter<byte>? _escaped;

    /// <summary>Adds a piece, with its quotes.</summary>
    public void Add(ReadOnlySpan<byte> quoted)
    {
        if (quoted.Length > 2)
        {
            (_escaped ??= new ArrayBufferWriter<byte>()).Write(quoted[1..^1]);
        }
    }

    /// <summary>All of it; an empty string where nothing came.</summary>
    public JsonString ToText() => _escaped is null ? JsonString.Empty : JsonString.Wrap(_escaped.WrittenSpan);
}
