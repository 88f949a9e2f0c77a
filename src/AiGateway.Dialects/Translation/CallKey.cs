using System.Buffers.Binary;
using System.Security.Cryptography;
using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Translation;

/// <summary>
/// Under what the thought ahead of a call is kept: the call's id, and the words that the model was answering, since the ids of some providers
/// (<c>functions.f:0</c>) are the same in every conversation.
/// </summary>
internal static class CallKey
{
    // Callers may add to what they sent, but rarely ahead of its beginning.
    private const int MostWords = 4096;

    /// <summary>The key of a call.</summary>
    /// <param name="id">Its id, as the provider gave it or as any caller was told of it.</param>
    /// <param name="words">What the model was answering.</param>
    public static UInt128 Of(JsonString id, ReadOnlySpan<byte> words)
    {
        // The strictest spelling stands for all of them.
        var name = AnthropicId.Of(id, 0).Escaped;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. name, 0, .. words], digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    /// <summary>The first words of what one turn of the model answers; empty where there are none.</summary>
    /// <param name="turns">The talk.</param>
    /// <param name="end">The number of the turn; that of all turns for the one that is to come.</param>
    public static ReadOnlyMemory<byte> WordsBefore(IReadOnlyList<Turn> turns, int end)
    {
        var words = default(JsonString);
        for (var at = end - 1; at >= 0 && turns[at].Role != TurnRole.Assistant; at--)
        {
            if (turns[at].Role == TurnRole.User && FirstText(turns[at].Parts) is { IsEmpty: false } text)
            {
                words = text;
            }
        }

        // A digest of them does as well, and a turn of a thousand calls does not weigh them a thousand times.
        var decoded = words.Decode();
        return decoded.Length > SHA256.HashSizeInBytes ? SHA256.HashData(decoded.Span[..Math.Min(decoded.Length, MostWords)]) : decoded;
    }

    private static JsonString FirstText(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            var text = part is TextPart said ? said.Text : part is ToolResultPart result ? FirstText(result.Content) : default;
            if (!text.IsEmpty)
            {
                return text;
            }
        }

        return default;
    }
}
