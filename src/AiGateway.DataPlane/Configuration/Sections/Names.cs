using System.Buffers;
using AiGateway.Upstream;

namespace AiGateway.Configuration.Sections;

/// <summary>What names that operators choose may be. Each returns what is wrong with one, or null.</summary>
internal static class Names
{
    private const int LongestModel = 256;
    private const int LongestName = 64;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> s_provider = SearchValues.Create(Letters + "-_.");
    private static readonly SearchValues<char> s_token = SearchValues.Create(Letters + "!#$%&'*+-.^_`|~");

    /// <summary>A provider's name.</summary>
    public static string? OfProvider(string name) => name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(s_provider)
        ? "is not a provider's name: 1 to 64 letters, digits, -, _ and ."
        : null;

    /// <summary>A model's name, or a prefix that ends in <c>*</c>.</summary>
    public static string? OfModel(string name)
    {
        if (name.Length is 0 or > LongestModel || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "is not a model's name: 1 to 256 characters of printable ASCII without blanks";
        }

        return name.AsSpan(0, name.Length - 1).Contains('*') ? "has a * that is not at its end: a wildcard is a prefix with * behind it" : null;
    }

    /// <summary>What a provider calls a model.</summary>
    public static string? OfUpstreamModel(string name) =>
        name.Length is 0 or > LongestModel || name.AsSpan().ContainsAnyExceptInRange('!', '~') ? "is not a model's name" : null;

    /// <summary>A key's name.</summary>
    public static string? OfKey(string name) => name.Length is 0 or > LongestName || name.Any(char.IsControl) || name != name.Trim()
        ? "is not a key's name: 1 to 64 characters without control characters"
        : null;

    /// <summary>A header that is added to requests.</summary>
    public static string? OfHeader(string name)
    {
        if (name.Length is 0 or > LongestModel || name.AsSpan().ContainsAnyExcept(s_token))
        {
            return "is not a header's name";
        }

        return RequestHeaders.MaySet(name) ? null : "is a header that the gateway sets itself";
    }

    /// <summary>A header of the caller that goes up.</summary>
    public static string? OfForwardedHeader(string name) =>
        OfHeader(name) ?? (RequestHeaders.MayForward(name) ? null : "is a header that carries the caller's credentials or address, or is meant for the gateway, and never goes up");

    /// <summary>Reads a name by one of these rules.</summary>
    public static Func<string, Parsed<string>> Parse(Func<string, string?> rule) => text => rule(text) is { } problem ? Parsed.Bad<string>(problem) : Parsed.Good(text);
}
