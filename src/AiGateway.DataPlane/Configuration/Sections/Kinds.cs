using System.Globalization;
using System.Net;
using AiGateway.Configuration.Fields;
using AiGateway.Keys;
using Microsoft.Extensions.Logging;

namespace AiGateway.Configuration.Sections;

/// <summary>The kinds of single values that the fields of the file have.</summary>
internal static class Kinds
{
    private const string DurationPattern = @"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$";
    private const string SizePattern = "^[0-9]+([KkMmGg][Ii]?[Bb]|[Bb])?$";

    private static readonly string[] s_off = ["off"];

    /// <summary>The levels of the log.</summary>
    public static (string Word, LogLevel Value)[] Levels { get; } =
    [
        ("trace", LogLevel.Trace),
        ("debug", LogLevel.Debug),
        ("info", LogLevel.Information),
        ("warn", LogLevel.Warning),
        ("warning", LogLevel.Warning),
        ("error", LogLevel.Error),
        ("fatal", LogLevel.Critical),
        ("panic", LogLevel.Critical),
    ];

    /// <summary>A boolean.</summary>
    public static ScalarKind<bool> Boolean { get; } = new("true or false", Choice.Of(("true", true), ("false", false)), new("boolean"));

    /// <summary>A key of a provider, or nothing; never shown.</summary>
    public static ScalarKind<string> ProviderKey { get; } =
        new("a key: printable ASCII without blanks, up to 512 characters", SecretText.Parse, ScalarSchema.Text) { IsSecret = true };

    /// <summary>A key of the gateway, of which only the hash is kept; never shown.</summary>
    public static ScalarKind<KeyHash> GatewayKey { get; } =
        new("a key: printable ASCII without blanks and commas, 1 to 512 characters", ParseGatewayKey, ScalarSchema.Text) { IsSecret = true };

    /// <summary>The SHA-256 of a key of the gateway.</summary>
    public static ScalarKind<KeyHash> GatewayKeyHash { get; } = new(
        "the SHA-256 of a key, 64 hex digits",
        text => KeyHash.TryParse(text, out var hash) ? Parsed.Good(hash) : Parsed.Bad<KeyHash>("is not 64 hex digits"),
        ScalarSchema.Text with { Pattern = "^[0-9A-Fa-f]{64}$" })
    { IsSecret = true };

    /// <summary>A base URL.</summary>
    public static ScalarKind<Uri> BaseUrl { get; } = new(
        "an absolute http or https URL without user info, query and fragment", TargetUrl.Parse, ScalarSchema.Text with { Pattern = "^https?://" })
    { IsSecret = true };

    /// <summary>A file that must be there.</summary>
    public static ScalarKind<string> ExistingFile { get; } =
        new("the path of a file, relative to the folder of this file", (text, reading) => reading.FindFile(text), ScalarSchema.Text);

    /// <summary>A day or an instant.</summary>
    public static ScalarKind<DateTimeOffset?> Instant { get; } = new(
        "a day (2027-01-01, from midnight UTC on) or an instant (2027-01-01T08:00:00Z)",
        ParseInstant,
        ScalarSchema.Text with { Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?$" });

    /// <summary>An amount of money, in billionths of the unit.</summary>
    public static ScalarKind<long> Money { get; } = new("a number from 0 to 1000000, up to 9 digits behind the point", ParseMoney, new("number") { Least = 0, Most = 1_000_000 });

    /// <summary>An address to listen on.</summary>
    public static ScalarKind<IPAddress> Address { get; } = new(KnownVariables.Host.Allowed, IpAddressText.ParseHost, ScalarSchema.Text);

    /// <summary>A whole number.</summary>
    public static ScalarKind<int> Number(int least, int most) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"), Choice.Number(least, most), new("integer") { Least = least, Most = most });

    /// <summary>As <see cref="Number"/>, for what can be left out.</summary>
    public static ScalarKind<int?> OptionalNumber(int least, int most) => new(
        Number(least, most).Allowed,
        text => Choice.Number(least, most)(text) is { IsGood: true } number ? Parsed.Good<int?>(number.Value) : Parsed.Bad<int?>("is not allowed"),
        new("integer") { Least = least, Most = most });

    /// <summary>A duration.</summary>
    public static ScalarKind<TimeSpan> Duration(TimeSpan least, TimeSpan most) => new(
        $"a duration from {Configuration.Duration.Format(least)} to {Configuration.Duration.Format(most)}",
        Choice.Within(Configuration.Duration.Parse, least, most),
        ScalarSchema.Text with { Pattern = DurationPattern });

    /// <summary>A duration, or a word in its place, which is null.</summary>
    public static ScalarKind<TimeSpan?> DurationOr(string word, TimeSpan least, TimeSpan most)
    {
        var duration = Duration(least, most);
        return new(
            $"{word}, or {duration.Allowed}",
            text =>
            {
                if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                {
                    return Parsed.Good<TimeSpan?>(null);
                }

                var parsed = Choice.Within(Configuration.Duration.Parse, least, most)(text);
                return parsed.IsGood ? Parsed.Good<TimeSpan?>(parsed.Value) : Parsed.Bad<TimeSpan?>(parsed.Problem);
            },
            ScalarSchema.Text with { Pattern = $"^{word}$|{DurationPattern}" });
    }

    /// <summary>A size in bytes.</summary>
    public static ScalarKind<long> Size(long least, long most) => new(
        $"a size from {ByteSize.Format(least)} to {ByteSize.Format(most)}", Choice.Within(ByteSize.Parse, least, most), ScalarSchema.Text with { Pattern = SizePattern, AllowsNumber = true });

    /// <summary>A size, or a share of the memory.</summary>
    public static ScalarKind<BufferLimit> Buffer { get; } = new(
        "1% to 90% of the memory, or a size from 1MiB to 1024GiB", BufferLimit.Parse, ScalarSchema.Text with { Pattern = $"^[0-9]+%$|{SizePattern}", AllowsNumber = true });

    /// <summary>One of some words.</summary>
    public static ScalarKind<T> Words<T>(params (string Word, T Value)[] words)
    {
        var names = words.Select(word => word.Word).ToArray();
        return new(string.Join(", ", names), Choice.Of(words), ScalarSchema.Text with { Words = names });
    }

    /// <summary>The word <c>off</c>, which is a value of its own.</summary>
    public static ScalarKind<T> Off<T>(T value) => new("off", Choice.Of(("off", value)), ScalarSchema.Text with { Words = s_off });

    private static Parsed<KeyHash> ParseGatewayKey(string text)
    {
        if (text.Length == 0)
        {
            return Parsed.Bad<KeyHash>("is empty");
        }

        if (text.Contains(',', StringComparison.Ordinal))
        {
            return Parsed.Bad<KeyHash>("has a comma: each key is an entry of its own");
        }

        var key = SecretText.Parse(text);
        if (!key.IsGood)
        {
            return Parsed.Bad<KeyHash>(key.Problem);
        }

        return KeyHash.TryOf(key.Value, out var hash) ? Parsed.Good(hash) : Parsed.Bad<KeyHash>("is longer than 512 characters");
    }

    private static Parsed<DateTimeOffset?> ParseInstant(string text)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd' 'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, Styles, out var instant)
            ? Parsed.Good<DateTimeOffset?>(instant)
            : Parsed.Bad<DateTimeOffset?>("is not a day or an instant");
    }

    private static Parsed<long> ParseMoney(string text)
    {
        if (text.Length > 24 || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return Parsed.Bad<long>("is not a number");
        }

        var billionths = amount * 1_000_000_000m;
        if (amount > 1_000_000m)
        {
            return Parsed.Bad<long>("is too large");
        }

        return billionths == decimal.Truncate(billionths) ? Parsed.Good((long)billionths) : Parsed.Bad<long>("has more than 9 digits behind the point");
    }
}
