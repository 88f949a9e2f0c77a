using System.Net;
using AiGateway.Configuration.Fields;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using AiGateway.Routing;

namespace AiGateway.Configuration.Sections;

/// <summary><c>providers</c>: who is asked.</summary>
internal static class ProviderSection
{
    private const int MostWeight = 1_000_000;

    private static readonly Uri s_unset = new("http://unset.invalid/");
    private static readonly ProviderPreset s_unknown = new() { Type = "", Name = "" };

    private static readonly ScalarKind<ProviderPreset> s_type = new(
        "the type of a provider, such as dashscope, openai or openai-compatible",
        text => ProviderCatalogue.ByType.TryGetValue(text, out var preset)
            ? Parsed.Good(preset)
            : Parsed.Bad<ProviderPreset>("is not a known type" + NearMiss.Question(text, ProviderCatalogue.ByType.Keys)),
        ScalarSchema.Text with { Words = [.. ProviderCatalogue.ByType.Keys.Order(StringComparer.Ordinal)] });

    private static readonly Shape<ProviderKeySettings> s_key = new(
        new ValueField<ProviderKeySettings, string>("key", Kinds.ProviderKey, "The key. Secret", "", (key, value) => key with { Key = value }) { IsRequired = true },
        new ValueField<ProviderKeySettings, int>(
            "weight", Kinds.Number(1, MostWeight), "Its share of the requests", "1", (key, value) => key with { Weight = value }));

    private static readonly EitherKind<ProviderKeySettings> s_keyOrText = new(
        new ScalarKind<ProviderKeySettings>(Kinds.ProviderKey.Allowed, ParseKey, ScalarSchema.Text) { IsSecret = true },
        new GroupKind<ProviderKeySettings>(s_key, () => new ProviderKeySettings("")));

    private static readonly ScalarKind<string> s_headerValue = new(
        "a text without control characters, up to 8192 characters",
        text => text.Length <= 8192 && !text.Any(c => char.IsControl(c) || c > 'ÿ') && text == text.Trim() ? Parsed.Good(text) : Parsed.Bad<string>("is not a header's value"),
        ScalarSchema.Text)
    { IsSecret = true };

    private static readonly ScalarKind<string> s_forwarded = new(
        "the name of a header that carries no credentials", Names.Parse(Names.OfForwardedHeader), ScalarSchema.Text);

    private static readonly ScalarKind<string?> s_proxy = new(
        "none, environment, or an http, https or socks5 URL", ParseProxy, ScalarSchema.Text with { Pattern = "^(none|environment|(https?|socks5)://.+)$" })
    { IsSecret = true };

    private static readonly ScalarKind<Version> s_version = new(
        "1.1 or 2",
        Choice.Of(("1.1", HttpVersion.Version11), ("2", HttpVersion.Version20), ("2.0", HttpVersion.Version20)),
        ScalarSchema.Text with { Pattern = @"^(1\.1|2(\.0)?)$", AllowsNumber = true });

    private static readonly ScalarKind<string> s_apiVersion = new(
        "a version as the provider writes it, such as 2024-10-21",
        text => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? Parsed.Good(text) : Parsed.Bad<string>("is not a version"),
        ScalarSchema.Text with { Pattern = "^[0-9A-Za-z.-]{1,64}$" });

    private static readonly ScalarKind<string> s_project = new(
        "the id of a project, such as my-project-1",
        text => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or ':') ? Parsed.Good(text) : Parsed.Bad<string>("is not a project"),
        ScalarSchema.Text with { Pattern = "^[a-z0-9.:-]{1,64}$" });

    private static readonly ScalarKind<string> s_location = new(
        "a location, such as europe-west4 or global",
        text => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-') ? Parsed.Good(text) : Parsed.Bad<string>("is not a location"),
        ScalarSchema.Text with { Pattern = "^[a-z0-9-]{1,64}$" });

    private static readonly Shape<ProviderTlsSettings> s_tls = new(
        new ValueField<ProviderTlsSettings, string>(
            "ca", Kinds.ExistingFile, "Authorities in PEM that may vouch for it, instead of the system's", "", (tls, value) => tls with { CaFile = value }),
        new ValueField<ProviderTlsSettings, string>(
            "cert", Kinds.ExistingFile, "The gateway's own certificate chain in PEM, where it asks for one; together with key", "", (tls, value) => tls with { CertFile = value }),
        new ValueField<ProviderTlsSettings, string>(
            "key", Kinds.ExistingFile, "The private key in PEM; together with cert", "", (tls, value) => tls with { KeyFile = value }));

    /// <summary>The fields of a provider.</summary>
    public static Shape<ProviderSettings> Shape { get; } = new(
        new ValueField<ProviderSettings, ProviderPreset>("type", s_type, "What kind of provider it is, from which all else follows", "", (provider, value) => provider with { Preset = value }) { IsRequired = true },
        new ValueField<ProviderSettings, Uri>(
            "base_url", Kinds.BaseUrl, "What an operation's path is appended to", "the type's", (provider, value) => provider with { BaseUrl = value }),
        new ValueField<ProviderSettings, ValueList<Dialect>>(
            "dialects", new ListKind<Dialect>(Kinds.Words([.. DialectCatalogue.All.Select(dialect => (dialect.Name, dialect))]), least: 1),
            "What it speaks, where that is less or more than the type says; requests in others are put in the first that has a word for them", "the type's", (provider, value) => provider with { Dialects = value }),
        new ValueField<ProviderSettings, string>(
            "api_version", s_apiVersion, "The version of its API that requests name, where they name one", "the type's", (provider, value) => provider with { ApiVersion = value }),
        new ValueField<ProviderSettings, string>(
            "api_key", Kinds.ProviderKey, "Its key; nothing where it needs none. Secret", "", (provider, value) => value.Length == 0 ? provider : provider with { Keys = [new ProviderKeySettings(value)] }),
        new ValueField<ProviderSettings, ValueList<ProviderKeySettings>>(
            "api_keys", new ListKind<ProviderKeySettings>(s_keyOrText, least: 1, most: KeyPool.MostKeys), "Several keys that share its requests, instead of api_key. Secret", "", (provider, value) => provider with { Keys = value }),
        new ValueField<ProviderSettings, string>(
            "credentials_file", Kinds.ExistingFile, "The JSON file of a service account, or of a person's as gcloud leaves it, instead of api_key: it is exchanged for tokens", "", (provider, value) => provider with { CredentialsFile = value }),
        new ValueField<ProviderSettings, string>(
            "project", s_project, "The project that pays, where the type's address is made of it", "the project of credentials_file", (provider, value) => provider with { Project = value }),
        new ValueField<ProviderSettings, string>(
            "location", s_location, "Where the models run, where the type's address is made of it", "", (provider, value) => provider with { Location = value }),
        new ValueField<ProviderSettings, ValueList<HeaderSettings>>(
            "headers", new MapKind<HeaderSettings>(Names.OfHeader, s_headerValue, (name, value) => new HeaderSettings(name, value)),
            "Headers that every request to it carries; they win over the caller's", "{}", (provider, value) => provider with { Headers = value }),
        new ValueField<ProviderSettings, ValueList<string>>(
            "forward_headers", new ListKind<string>(s_forwarded), "Headers of the caller that go up beside those that always do", "[]", (provider, value) => provider with { ForwardHeaders = value }),
        new ValueField<ProviderSettings, string?>(
            "proxy", s_proxy, "The proxy on the way; environment means what HTTPS_PROXY and its kin say", "none", (provider, value) => provider with { Proxy = value }),
        new GroupField<ProviderSettings, ProviderTlsSettings>("tls", s_tls, "Certificates", provider => provider.Tls, (provider, value) => provider with { Tls = value }),
        new ValueField<ProviderSettings, Version>("http_version", s_version, "HTTP version spoken to it", "1.1", (provider, value) => provider with { HttpVersion = value }),
        new ValueField<ProviderSettings, int>(
            "connections", Kinds.Number(1, 100_000), "Connections to it at once; requests beyond them wait", "as many as are needed", (provider, value) => provider with { Connections = value }),
        new ValueField<ProviderSettings, int>(
            "max_concurrent", Kinds.Number(1, 1_000_000), "Requests to it at once; beyond them the next target is taken", "no limit", (provider, value) => provider with { MaxConcurrent = value }),
        new ValueField<ProviderSettings, AssistantPrefill>(
            "prefill",
            Kinds.Words(
                ("none", AssistantPrefill.None),
                ("partial", AssistantPrefill.Partial),
                ("prefix", AssistantPrefill.Prefix),
                ("continue_final_message", AssistantPrefill.ContinueFinalMessage),
                ("trailing", AssistantPrefill.Trailing)),
            "How it continues an answer that was begun elsewhere", "the type's", (provider, value) => provider with { Prefill = value }));

    /// <summary>A provider of which only the name is known.</summary>
    public static ProviderSettings Start(string name) => new()
    {
        Name = name,
        Preset = s_unknown,
        BaseUrl = s_unset,
    };

    /// <summary>Fills in what follows from the type, and tells what does not go together.</summary>
    public static ProviderSettings Complete(ProviderSettings provider, Reading reading)
    {
        if (provider.Preset == s_unknown)
        {
            return provider;
        }

        ProviderChecks.Check(provider, reading);
        var url = ProviderAddress.Of(provider, reading);
        return provider with { BaseUrl = url ?? provider.BaseUrl };
    }

    private static Parsed<ProviderKeySettings> ParseKey(string text)
    {
        var key = SecretText.Parse(text);
        return key.IsGood ? Parsed.Good(new ProviderKeySettings(key.Value)) : Parsed.Bad<ProviderKeySettings>(key.Problem);
    }

    private static Parsed<string?> ParseProxy(string text)
    {
        if (text is "none" or "environment")
        {
            return Parsed.Good<string?>(text == "none" ? null : text);
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https" or "socks5") && url.Host.Length > 0 && !text.Any(char.IsWhiteSpace)
            ? Parsed.Good<string?>(text)
            : Parsed.Bad<string?>("is not a proxy");
    }
}
