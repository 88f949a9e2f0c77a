using AiGateway.Dialects;
using AiGateway.Dialects.Providers;

namespace AiGateway.Configuration;

/// <summary>A provider as the operator configured it. Compared by value, so that what did not change is carried over a reload.</summary>
public sealed record ProviderSettings
{
    /// <summary>The type of the provider that is built in.</summary>
    public const string SimulatedType = ProviderCatalogue.Simulated;

    /// <summary>Stands for the address of the simulated provider, which is known once it listens.</summary>
    public static Uri SimulatedUrl { get; } = new("http://simulated.invalid/v1");

    /// <summary>The operator's name for it: 1 to 64 letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is known of its kind.</summary>
    public required ProviderPreset Preset { get; init; }

    /// <summary>What an operation's path is appended to: absolute, http or https, without query. Default the preset's.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Its keys: none for a server that asks for none, else each once, at most 64.</summary>
    public ValueList<ProviderKeySettings> Keys { get; init; } = [];

    /// <summary>The full path of the JSON file of an account, whose tokens stand in place of keys; null, the default: there is none.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The project that pays, where the base URL is made of it; null where it is not, or where the credentials file says it.</summary>
    public string? Project { get; init; }

    /// <summary>Where its models run, where the base URL is made of it; null where it is not.</summary>
    public string? Location { get; init; }

    /// <summary>Headers that every request to it carries; they win over the caller's. Default none.</summary>
    public ValueList<HeaderSettings> Headers { get; init; } = [];

    /// <summary>Names of headers of the caller that go up beside those that always do. Default none.</summary>
    public ValueList<string> ForwardHeaders { get; init; } = [];

    /// <summary>The proxy on the way: null for none, <c>environment</c> for what HTTPS_PROXY and its kin say, else an http, https or socks5 URL. Default none.</summary>
    public string? Proxy { get; init; }

    /// <summary>Whom its certificate is judged by, and with which certificate of ours. Default the system's, and none.</summary>
    public ProviderTlsSettings Tls { get; init; } = new();

    /// <summary>The HTTP version that it is spoken to in: 1.1, the default, or 2.0.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>Connections to it at once, 1 to 100,000; requests beyond them wait. Null, the default: as many as are needed.</summary>
    public int? Connections { get; init; }

    /// <summary>Requests to it at once, 1 to 1,000,000; beyond them the next target is taken. Null, the default: no limit.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>How an answer that was begun elsewhere is continued; null, the default: as is known of its kind.</summary>
    public AssistantPrefill? Prefill { get; init; }

    /// <summary>The dialects that it speaks, each once, the preferred one first. Default empty: as is known of its kind.</summary>
    public ValueList<Dialect> Dialects { get; init; } = [];

    /// <summary>The version of its API that requests say they are in; null, the default: as is known of its kind.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Says what it is, and never a key.</summary>
    public override string ToString() => $"{Name} ({Preset.Type}, {BaseUrl})";
}

/// <summary>One of a provider's keys.</summary>
/// <param name="Key">The key. Secret: printable ASCII without blanks, 1 to 512 characters.</param>
/// <param name="Weight">Its share of the requests, 1 to 1,000,000. Default 1.</param>
public sealed record ProviderKeySettings(string Key, int Weight = 1)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => $"a key of weight {Weight}";
}

/// <summary>A header that is added to requests.</summary>
/// <param name="Name">Its name, a token.</param>
/// <param name="Value">Its value, which may be a secret.</param>
public sealed record HeaderSettings(string Name, string Value)
{
    /// <summary>Never the value.</summary>
    public override string ToString() => Name;
}

/// <summary>How TLS is spoken to a provider. Paths are full.</summary>
/// <param name="CaFile">A PEM file with the authorities that may vouch for it, instead of the system's; or null.</param>
/// <param name="CertFile">A PEM file with the gateway's own certificate chain; null exactly where <paramref name="KeyFile"/> is.</param>
/// <param name="KeyFile">The PEM file with its private key.</param>
public sealed record ProviderTlsSettings(string? CaFile = null, string? CertFile = null, string? KeyFile = null);
