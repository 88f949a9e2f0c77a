using System.Security.Cryptography;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Names of end users for providers that take no long ones.</summary>
internal static class EndUserId
{
    /// <summary>The most characters that OpenAI takes.</summary>
    public const int Longest = 64;

    /// <summary>The name, or where it is longer the hexadecimal digits of its SHA-256, which are as many: always the same for the same user.</summary>
    public static JsonString Shorten(JsonString name)
    {
        // What is short as it is escaped is shorter still.
        if (name.Escaped.Length <= Longest || LengthOf(name) <= Longest)
        {
            return name;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name.Decode().Span, digest);
        return JsonString.Of(Convert.ToHexStringLower(digest));
    }

    private static int LengthOf(JsonString name)
    {
        var length = 0;
        var units = new JsonUnits(name.Escaped);
        while (units.TryRead(out _))
        {
            length++;
        }

        return length;
    }
}
