using System.Text.Json;

namespace AiGateway.Dialects.Providers.Credentials;

/// <summary>What a token endpoint gives out (RFC 6749, 5.1).</summary>
/// <param name="Value">The token: printable ASCII without blanks. Secret.</param>
/// <param name="Lifetime">How long it holds: more than nothing, at most a day.</param>
public readonly record struct AccessToken(string Value, TimeSpan Lifetime)
{
    /// <summary>The longest answer of a token endpoint that is read, in bytes.</summary>
    public const int LongestAnswer = 64 * 1024;

    private const int LongestValue = 16 * 1024;

    // An endpoint that does not say means what all of them do.
    private const double UsualSeconds = 3600;
    private const double MostSeconds = 24 * 3600;

    /// <summary>Reads the answer; false where there is no token in it.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> answer, out AccessToken token)
    {
        token = default;
        try
        {
            using var document = JsonDocument.Parse(answer);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("access_token"u8, out var told) || told.ValueKind != JsonValueKind.String
                || told.GetString() is not { Length: > 0 and <= LongestValue } value || value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return false;
            }

            var seconds = root.TryGetProperty("expires_in"u8, out var expires) && expires.ValueKind == JsonValueKind.Number ? expires.GetDouble() : UsualSeconds;
            token = new AccessToken(value, TimeSpan.FromSeconds(Math.Clamp(double.IsNaN(seconds) ? 0 : seconds, 0, MostSeconds)));
            return token.Lifetime > TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Never the token.</summary>
    public override string ToString() => $"a token for {Lifetime}";
}
