namespace AiGateway.Configuration;

/// <summary>Keys: printable ASCII without blanks, 1 to 512 characters. No problem here repeats any of it.</summary>
internal static class SecretText
{
    private const int MaxLength = 512;

    /// <summary>Reads one key.</summary>
    public static Parsed<string> Parse(string text) =>
        ProblemOf(text) is { } problem ? Parsed.Bad<string>(problem) : Parsed.Good(text);

    /// <summary>Reads keys separated by commas or line ends. Blanks around them and empty entries are ignored, repeated ones collapse.</summary>
    public static Parsed<IReadOnlyList<string>> ParseList(string text)
    {
        var keys = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in text.Split([',', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ProblemOf(key) is { } problem)
            {
                return Parsed.Bad<IReadOnlyList<string>>($"has a key, number {keys.Count + 1}, that {problem}");
            }

            if (seen.Add(key))
            {
                keys.Add(key);
            }
        }

        return keys.Count > 0 ? Parsed.Good<IReadOnlyList<string>>(keys.AsReadOnly()) : Parsed.Bad<IReadOnlyList<string>>("is missing: it names no key");
    }

    private static string? ProblemOf(string key)
    {
        if (key.Length > MaxLength)
        {
            return "is longer than 512 characters";
        }

        return key.AsSpan().ContainsAnyExceptInRange('!', '~') ? "has a blank or a character that is not printable ASCII" : null;
    }
}
