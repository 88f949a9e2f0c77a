using System.Buffers;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Ids of calls as the API takes them: letters, digits, <c>_</c> and <c>-</c>.</summary>
internal static class AnthropicId
{
    private static readonly SearchValues<byte> s_allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"u8);

    /// <summary>The id itself where it may be written, else one that is made of it, always the same.</summary>
    /// <param name="id">The caller's id.</param>
    /// <param name="number">Stands for an id that is not there.</param>
    public static JsonString Of(JsonString id, int number)
    {
        if (id.IsEmpty)
        {
            return JsonString.Of($"toolu_{number}");
        }

        if (!id.Escaped.ContainsAnyExcept(s_allowed))
        {
            return id;
        }

        // FNV-1a: what is only unlike matters here, and it must not change between versions.
        var hash = 14695981039346656037UL;
        foreach (var octet in id.Decode().Span)
        {
            hash = (hash ^ octet) * 1099511628211UL;
        }

        return JsonString.Of($"toolu_{hash:x16}");
    }
}
