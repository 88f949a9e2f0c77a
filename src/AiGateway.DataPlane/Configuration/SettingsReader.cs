using System.Net;
using AiGateway.Configuration.Sections;
using Microsoft.Extensions.Logging;

namespace AiGateway.Configuration;

/// <summary>Reads the settings from the environment and the configuration file. Reading again sees changed files: the configuration, <c>.env</c> and the files of secrets.</summary>
public static class SettingsReader
{
    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);
    private static readonly Func<string, Parsed<TimeSpan>> s_timeout = Choice.Within(Duration.Parse, s_millisecond, s_day);
    private static readonly Func<string, Parsed<TimeSpan>> s_pause = Choice.Within(Duration.Parse, TimeSpan.Zero, s_day);

    private static readonly Func<string, Parsed<LogLevel>> s_level = Choice.Of(Kinds.Levels);

    /// <summary>Reads the environment of this process, and <c>.env</c> in its working directory. Never throws.</summary>
    public static SettingsResult Read() => Read(ProcessEnvironment.Read());

    /// <summary>Reads the given environment, and <c>.env</c> in the working directory of this process.</summary>
    /// <param name="environment">The real environment, which wins over <c>.env</c>.</param>
    public static SettingsResult Read(IReadOnlyDictionary<string, string> environment) => WorkingDirectory() is { } directory
        ? Read(environment, directory)
        : new SettingsResult { Problems = ["The working directory does not exist any more, or may not be read"], Warnings = [] };

    private static string? WorkingDirectory()
    {
        try
        {
            return Directory.GetCurrentDirectory();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the given environment, and <c>.env</c> in the given directory. All problems are told at once; never throws for what they say.</summary>
    /// <param name="environment">The real environment, which wins over <c>.env</c>.</param>
    /// <param name="workingDirectory">Where <c>.env</c> is, and what relative paths are relative to; an absolute path.</param>
    public static SettingsResult Read(IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        var problems = new List<string>();
        var warnings = new List<string>();
        var source = EnvironmentSource.Open(environment, workingDirectory, problems, warnings);
        var file = SettingsFile.Open(source, problems);
        var reader = new VariableReader(source, problems);
        var ignoresAccess = file is { NamesProvidersOrKeys: true };
        if (ignoresAccess)
        {
            WarnOfIgnored(source, warnings);
        }

        // Of a file that cannot be made out nobody knows whether it has providers and keys; that they are missing elsewhere is no news then.
        var path = SettingsFile.PathOf(source);
        var isUnknown = file is null ? Path.Exists(path) || source.Find(KnownVariables.GatewayConfig.Name) is not null : file.IsUnreadable;
        var settings = ReadSettings(reader, readsAccess: !ignoresAccess && !isUnknown, fileHasKeys: file is { HasKeys: true });
        settings = file?.Over(settings, source, problems, warnings) ?? settings;
        CheckTls(source, problems);
        WarnOfUnsupported(source, warnings);
        WarnOfNearMisses(source, warnings);
        return new SettingsResult { Settings = problems.Count == 0 ? settings : null, Problems = problems, Warnings = warnings, File = path, FileDigest = file?.Digest };
    }

    private static GatewaySettings ReadSettings(VariableReader reader, bool readsAccess, bool fileHasKeys) => new()
    {
        Port = reader.Read(KnownVariables.Port, Choice.Number(0, IPEndPoint.MaxPort)),
        Development = reader.Read(KnownVariables.GinMode, Choice.Of(("debug", true), ("release", false), ("test", false))),
        IsEnvironmentAlone = readsAccess,
        Providers = readsAccess ? ReadProvider(reader) : [],
        Models = readsAccess ? EnvironmentProvider.Models : [],
        Keys = readsAccess ? EnvironmentProvider.KeysOf(reader.ReadSecret(KnownVariables.GatewayApiKeys, SecretText.ParseList) ?? []) : [],
        LogLevel = reader.Read(KnownVariables.LogLevel, s_level),
        LogFormat = reader.Read(KnownVariables.LogFormat, Choice.Of(("json", LogFormat.Json), ("text", LogFormat.Text))),
        RequestsPerMinute = fileHasKeys
            ? reader.ReadOptionalValue(KnownVariables.RequestsPerMinute, Choice.Number(0, int.MaxValue)) ?? 0
            : reader.Read(KnownVariables.RequestsPerMinute, Choice.Number(0, int.MaxValue)),
        HealthCheckEnabled = reader.Read(KnownVariables.HealthCheckEnabled, GoBoolean.Parse),
        LimitBy = reader.Read(KnownVariables.RateLimitBy, Choice.Of(("key", LimitBy.Key), ("ip", LimitBy.Address))),
        TrustedProxies = reader.Read(KnownVariables.TrustedProxies, NetworkList.Parse),
        CorsOrigins = reader.Read(KnownVariables.CorsAllowedOrigins, CorsOrigins.Parse),
        BindAddress = reader.ReadOptional(KnownVariables.Host, IpAddressText.ParseHost),
        UpstreamTimeout = reader.Read(KnownVariables.UpstreamTimeout, s_timeout),
        StreamIdleTimeout = reader.Read(KnownVariables.StreamIdleTimeout, s_timeout),
        ShutdownDelay = reader.Read(KnownVariables.ShutdownDelay, s_pause),
        ShutdownGrace = reader.Read(KnownVariables.ShutdownGrace, s_pause),
        MaxRequestBody = reader.Read(KnownVariables.MaxRequestBody, Choice.Within(ByteSize.Parse, 1L, 1L << 30)),
        MaxUploadBody = reader.Read(KnownVariables.MaxUploadBody, Choice.Within(ByteSize.Parse, 1L, 1L << 40)),
        MaxConnections = reader.ReadOptionalValue(KnownVariables.MaxConnections, Choice.Number(1, 1_000_000)),
        HeaderTimeout = reader.Read(KnownVariables.HeaderTimeout, s_timeout),
        BodyTimeout = reader.Read(KnownVariables.BodyTimeout, s_timeout),
        KeepAliveTimeout = reader.Read(KnownVariables.KeepAliveTimeout, s_timeout),
        SharedAccountObjects = reader.Read(KnownVariables.SharedAccountObjects, GoBoolean.Parse),
        DataDirectory = reader.Read(KnownVariables.DataDir, ParsePath),
        TlsCertFile = reader.ReadOptional(KnownVariables.TlsCertFile, reader.ParseExistingFile),
        TlsKeyFile = reader.ReadOptional(KnownVariables.TlsKeyFile, reader.ParseExistingFile),
    };

    private static void WarnOfIgnored(EnvironmentSource source, List<string> warnings)
    {
        foreach (var variable in (ReadOnlySpan<KnownVariable>)[KnownVariables.TargetApiUrl, KnownVariables.TargetApiKey, KnownVariables.TargetHttpVersion, KnownVariables.GatewayApiKeys])
        {
            if (source.Find(variable.Name) is not null || (variable.Secret && source.Find(variable.FileName) is not null))
            {
                warnings.Add($"{variable.Name}: ignored, since the configuration file has providers or keys");
            }
        }
    }

    // Values that are bad are null here, and the settings are not used then.
    private static ValueList<ProviderSettings> ReadProvider(VariableReader reader)
    {
        var url = reader.Read(KnownVariables.TargetApiUrl, TargetUrl.Parse, TargetUrl.Show);
        var key = reader.ReadSecret(KnownVariables.TargetApiKey, SecretText.Parse);
        var version = reader.Read(KnownVariables.TargetHttpVersion, Choice.Of(("1.1", HttpVersion.Version11), ("2", HttpVersion.Version20)));
        return url is null || key is null || version is null
            ? []
            : [EnvironmentProvider.Of(url, key, version)];
    }

    private static Parsed<string> ParsePath(string text) =>
        text.Any(char.IsControl) ? Parsed.Bad<string>("has a control character") : Parsed.Good(text);

    private static void CheckTls(EnvironmentSource source, List<string> problems)
    {
        var cert = KnownVariables.TlsCertFile;
        var key = KnownVariables.TlsKeyFile;
        var (isCertSet, isKeySet) = (source.Find(cert.Name) is not null, source.Find(key.Name) is not null);
        if (isCertSet != isKeySet)
        {
            var (set, missing) = isCertSet ? (cert, key) : (key, cert);
            problems.Add($"{missing.Name}: is missing, but {set.Name} is set. Allowed: both or neither");
        }
    }

    private static void WarnOfUnsupported(EnvironmentSource source, List<string> warnings)
    {
        foreach (var variable in KnownVariables.All)
        {
            if (!variable.Supported && (source.Find(variable.Name) is not null || (variable.Secret && source.Find(variable.FileName) is not null)))
            {
                warnings.Add($"{variable.Name}: not supported yet, ignored");
            }
        }
    }

    private static void WarnOfNearMisses(EnvironmentSource source, List<string> warnings)
    {
        foreach (var name in source.Names.Order(StringComparer.Ordinal))
        {
            if (NearMiss.Find(name) is { } known)
            {
                warnings.Add($"{name}: not a known variable, ignored. Did you mean {known}?");
            }
        }
    }
}
