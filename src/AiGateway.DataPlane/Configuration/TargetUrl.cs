namespace AiGateway.Configuration;

/// <summary>The base URL of an upstream, to which only an operation's path is appended.</summary>
internal static class TargetUrl
{
    // What people paste from a provider's manual instead of the base URL.
    private static readonly string[] s_operationPaths = ["/chat/completions", "/completions", "/responses", "/embeddings", "/messages"];

    /// <summary>Reads a URL; slashes at its end are dropped.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    public static Parsed<Uri> Parse(string text)
    {
        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Parsed.Bad<Uri>("does not begin with http:// or https://");
        }

        var authority = text.AsSpan(text.IndexOf("://", StringComparison.Ordinal) + 3);
        authority = authority[..(authority.IndexOfAny("/?#") is var end and >= 0 ? end : authority.Length)];
        if (authority.Contains('@'))
        {
            return Parsed.Bad<Uri>("has user info");
        }

        if (text.AsSpan().ContainsAny("?#"))
        {
            return Parsed.Bad<Uri>("has a query or a fragment");
        }

        if (authority.IsEmpty || text.Any(IsNotOfUrl) || !Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) || url.Port == 0)
        {
            return Parsed.Bad<Uri>("is not a URL");
        }

        foreach (var path in s_operationPaths)
        {
            if (url.AbsolutePath.EndsWith(path, StringComparison.OrdinalIgnoreCase))
            {
                return Parsed.Bad<Uri>($"names an operation, not the base URL: leave out {path} at its end, the gateway appends it");
            }
        }

        return Parsed.Good(url);
    }

    /// <summary>A bad URL for a message: withheld unless it is one without places for a credential. A pasted key has no <c>://</c>.</summary>
    public static string Show(string text) =>
        text.Contains("://", StringComparison.Ordinal) && !text.AsSpan().ContainsAny("@?#") ? Shown.Text(text) : "its value (not shown)";

    private static bool IsNotOfUrl(char c) => c is '\\' || char.IsControl(c) || char.IsWhiteSpace(c);
}
