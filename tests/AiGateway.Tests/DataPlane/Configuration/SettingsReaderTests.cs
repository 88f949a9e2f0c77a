using System.Net;
using AiGateway.Configuration;
using Microsoft.Extensions.Logging;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void With_the_two_keys_alone_everything_else_has_its_default()
    {
        var settings = Accept();

        Assert.Equal(8080, settings.Port);
        Assert.Null(settings.BindAddress);
        Assert.False(settings.Development);
        Assert.Equal("https://dashscope.aliyuncs.com/compatible-mode/v1", settings.Target.BaseUrl.AbsoluteUri);
        Assert.Equal("up", settings.TargetApiKey);
        Assert.Equal(HttpVersion.Version11, settings.Target.HttpVersion);
        settings.AssertKeysAre("down");
        Assert.Equal(LogLevel.Information, settings.LogLevel);
        Assert.Equal(LogFormat.Json, settings.LogFormat);
        Assert.Equal(60, settings.RequestsPerMinute);
        Assert.Equal(LimitBy.Key, settings.LimitBy);
        Assert.True(settings.HealthCheckEnabled);
        Assert.Empty(settings.TrustedProxies.Networks);
        Assert.True(settings.CorsOrigins.Any);
        Assert.Equal(TimeSpan.FromSeconds(600), settings.UpstreamTimeout);
        Assert.Equal(TimeSpan.FromSeconds(120), settings.StreamIdleTimeout);
        Assert.Equal(TimeSpan.Zero, settings.ShutdownDelay);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.ShutdownGrace);
        Assert.Equal(32L << 20, settings.MaxRequestBody);
        Assert.Equal(512L << 20, settings.MaxUploadBody);
        Assert.Null(settings.MaxConnections);
        Assert.Equal(TimeSpan.FromSeconds(15), settings.HeaderTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.BodyTimeout);
        Assert.Equal(TimeSpan.FromSeconds(130), settings.KeepAliveTimeout);
        Assert.False(settings.SharedAccountObjects);
        Assert.Equal("data", settings.DataDirectory);
        Assert.Null(settings.TlsCertFile);
        Assert.Null(settings.TlsKeyFile);
    }

    [Fact]
    public void A_record_made_without_the_reader_has_the_same_defaults()
    {
        var settings = Accept();

        var made = EnvironmentSettings.Of("down").WithTarget(_ => settings.Target);

        Assert.Equal(settings, made);
    }

    public static TheoryData<string, string, object?> Accepted => new()
    {
        { "PORT", "1", 1 },
        { "PORT", "65535", 65535 },
        { "PORT", "0", 0 },
        { "PORT", " 9000 ", 9000 },
        { "PORT", "   ", 8080 },
        { "GIN_MODE", "debug", true },
        { "GIN_MODE", "release", false },
        { "GIN_MODE", "test", false },
        { "TARGET_API_URL", "http://127.0.0.1:8000/v1/", new Uri("http://127.0.0.1:8000/v1") },
        { "TARGET_API_KEY", new string('k', 512), new string('k', 512) },
        { "TARGET_HTTP_VERSION", "1.1", HttpVersion.Version11 },
        { "TARGET_HTTP_VERSION", "2", HttpVersion.Version20 },
        { "LOG_LEVEL", "trace", LogLevel.Trace },
        { "LOG_LEVEL", "debug", LogLevel.Debug },
        { "LOG_LEVEL", "Info", LogLevel.Information },
        { "LOG_LEVEL", "warn", LogLevel.Warning },
        { "LOG_LEVEL", "WARNING", LogLevel.Warning },
        { "LOG_LEVEL", "error", LogLevel.Error },
        { "LOG_LEVEL", "fatal", LogLevel.Critical },
        { "LOG_LEVEL", "Panic", LogLevel.Critical },
        { "LOG_FORMAT", "text", LogFormat.Text },
        { "LOG_FORMAT", "JSON", LogFormat.Json },
        { "RATE_LIMIT_REQUESTS_PER_MINUTE", "0", 0 },
        { "RATE_LIMIT_REQUESTS_PER_MINUTE", "2147483647", int.MaxValue },
        { "RATE_LIMIT_BY", "ip", LimitBy.Address },
        { "HEALTH_CHECK_ENABLED", "F", false },
        { "HEALTH_CHECK_ENABLED", "1", true },
        { "HOST", "127.0.0.1", IPAddress.Loopback },
        { "HOST", "[::1]", IPAddress.IPv6Loopback },
        { "HOST", "::", IPAddress.IPv6Any },
        { "UPSTREAM_TIMEOUT", "1ms", TimeSpan.FromMilliseconds(1) },
        { "STREAM_IDLE_TIMEOUT", "24h", TimeSpan.FromHours(24) },
        { "SHUTDOWN_DELAY", "1m30s", TimeSpan.FromSeconds(90) },
        { "SHUTDOWN_GRACE", "0s", TimeSpan.Zero },
        { "MAX_REQUEST_BODY", "1GiB", 1L << 30 },
        { "MAX_REQUEST_BODY", "1", 1L },
        { "MAX_UPLOAD_BODY", "2GB", 2_000_000_000L },
        { "MAX_CONNECTIONS", "9000", 9000 },
        { "HEADER_TIMEOUT", "500ms", TimeSpan.FromMilliseconds(500) },
        { "KEEP_ALIVE_TIMEOUT", "620s", TimeSpan.FromSeconds(620) },
        { "BODY_TIMEOUT", "5m", TimeSpan.FromMinutes(5) },
        { "SHARED_ACCOUNT_OBJECTS", "true", true },
        { "DATA_DIR", "/var/lib/ai gateway", "/var/lib/ai gateway" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_good_value_is_taken(string name, string value, object? expected) =>
        Assert.Equal(expected, ValueOf(name, Accept((name, value))));

    [Theory]
    [InlineData("PORT", "65536")]
    [InlineData("PORT", "-1")]
    [InlineData("PORT", "+80")]
    [InlineData("PORT", "99999999999999999999")]
    [InlineData("PORT", "http")]
    [InlineData("PORT", "80 80")]
    [InlineData("GIN_MODE", "production")]
    [InlineData("TARGET_API_URL", "ftp://127.0.0.1")]
    [InlineData("TARGET_HTTP_VERSION", "3")]
    [InlineData("LOG_LEVEL", "verbose")]
    [InlineData("LOG_FORMAT", "xml")]
    [InlineData("RATE_LIMIT_REQUESTS_PER_MINUTE", "-1")]
    [InlineData("RATE_LIMIT_REQUESTS_PER_MINUTE", "2147483648")]
    [InlineData("RATE_LIMIT_REQUESTS_PER_MINUTE", "1.5")]
    [InlineData("RATE_LIMIT_BY", "user")]
    [InlineData("HEALTH_CHECK_ENABLED", "yes")]
    [InlineData("TRUSTED_PROXIES", "10.0.0.1/8")]
    [InlineData("CORS_ALLOWED_ORIGINS", "app.example.com")]
    [InlineData("HOST", "localhost")]
    [InlineData("HOST", "127.1")]
    [InlineData("HOST", "[127.0.0.1]")]
    [InlineData("HOST", "[::1]:8080")]
    [InlineData("UPSTREAM_TIMEOUT", "600")]
    [InlineData("UPSTREAM_TIMEOUT", "0s")]
    [InlineData("UPSTREAM_TIMEOUT", "25h")]
    [InlineData("STREAM_IDLE_TIMEOUT", "-1s")]
    [InlineData("SHUTDOWN_DELAY", "10")]
    [InlineData("SHUTDOWN_GRACE", "soon")]
    [InlineData("MAX_REQUEST_BODY", "0")]
    [InlineData("MAX_REQUEST_BODY", "2GiB")]
    [InlineData("MAX_UPLOAD_BODY", "-5")]
    [InlineData("MAX_CONNECTIONS", "0")]
    [InlineData("MAX_CONNECTIONS", "1000001")]
    [InlineData("HEADER_TIMEOUT", "0ms")]
    [InlineData("KEEP_ALIVE_TIMEOUT", "25h")]
    [InlineData("BODY_TIMEOUT", "60")]
    [InlineData("SHARED_ACCOUNT_OBJECTS", "TrUe")]
    [InlineData("DATA_DIR", "a\u0001b")]
    public void A_bad_value_is_refused_with_one_line_that_names_the_variable_the_value_and_what_is_allowed(string name, string value)
    {
        var result = Read((name, value));

        Assert.Null(result.Settings);
        var problem = Assert.Single(result.Problems);
        Assert.StartsWith($"{name}: \"{value.Replace("\u0001", "\\u0001")}\" ", problem, StringComparison.Ordinal);
        Assert.EndsWith($"(from the environment). Allowed: {KnownVariables.All.Single(variable => variable.Name == name).Allowed}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(problem, char.IsControl);
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_file_and_the_table()
    {
        _directory.Write(".env", "broken\n");

        var result = SettingsReader.Read(
            new Dictionary<string, string> { ["BODY_TIMEOUT"] = "1", ["PORT"] = "x", ["TARGET_API_KEY"] = "a b", ["TLS_KEY_FILE"] = "gone.pem" }, _directory.Path);

        Assert.Null(result.Settings);
        Assert.Equal(
            [".env, line 1", "PORT", "TARGET_API_KEY", "GATEWAY_API_KEYS", "BODY_TIMEOUT", "TLS_KEY_FILE", "TLS_CERT_FILE"],
            result.Problems.Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void What_is_required_is_asked_for_with_both_its_names()
    {
        var result = SettingsReader.Read(new Dictionary<string, string>(), _directory.Path);

        Assert.Equal(2, result.Problems.Count);
        Assert.All(KnownVariables.All.Where(variable => variable.Required), variable =>
            Assert.Contains(result.Problems, problem => problem.StartsWith($"{variable.Name}: is missing. Set it, or {variable.FileName} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Both_files_of_TLS_are_read_relative_to_the_working_directory()
    {
        var cert = _directory.Write("tls.crt", "");
        var key = _directory.Write("tls.key", "");

        var settings = Accept(("TLS_CERT_FILE", "tls.crt"), ("TLS_KEY_FILE", key));

        Assert.Equal((cert, key), (settings.TlsCertFile, settings.TlsKeyFile));
    }

    [Theory]
    [InlineData("TLS_CERT_FILE", "TLS_KEY_FILE")]
    [InlineData("TLS_KEY_FILE", "TLS_CERT_FILE")]
    public void One_file_of_TLS_without_the_other_is_refused(string set, string missing)
    {
        var path = _directory.Write("tls.pem", "");

        Assert.Equal($"{missing}: is missing, but {set} is set. Allowed: both or neither", Assert.Single(Read((set, path)).Problems));
    }

    [Theory]
    [InlineData("ADMIN_API_KEY", "ADMIN_API_KEY")]
    [InlineData("ADMIN_API_KEY_FILE", "ADMIN_API_KEY")]
    [InlineData("DATABASE_URL", "DATABASE_URL")]
    [InlineData("REDIS_URL", "REDIS_URL")]
    public void What_is_not_supported_yet_is_warned_about_and_ignored(string name, string warned)
    {
        var result = Read((name, "anything"));

        Assert.NotNull(result.Settings);
        Assert.Equal($"{warned}: not supported yet, ignored", Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_misspelt_variable_is_warned_about_wherever_it_is_said()
    {
        _directory.Write(".env", "TARGET_APIKEY=secret\nEDITOR=vi\n");

        var result = Read(("PORTS", "1"), ("PATH", "/bin"), ("LOGLEVEL", ""));

        Assert.NotNull(result.Settings);
        Assert.Equal(
            [
                "PORTS: not a known variable, ignored. Did you mean PORT?",
                "TARGET_APIKEY: not a known variable, ignored. Did you mean TARGET_API_KEY?",
            ],
            result.Warnings);
    }

    [Fact]
    public void The_environment_of_the_process_is_read()
    {
        Environment.SetEnvironmentVariable("LOG_LEVELS", "debug");

        Assert.Contains("LOG_LEVELS: not a known variable, ignored. Did you mean LOG_LEVEL?", SettingsReader.Read().Warnings);
    }

    private static object? ValueOf(string name, GatewaySettings settings) => name switch
    {
        "PORT" => settings.Port,
        "GIN_MODE" => settings.Development,
        "TARGET_API_URL" => settings.Target.BaseUrl,
        "TARGET_API_KEY" => settings.TargetApiKey,
        "TARGET_HTTP_VERSION" => settings.Target.HttpVersion,
        "LOG_LEVEL" => settings.LogLevel,
        "LOG_FORMAT" => settings.LogFormat,
        "RATE_LIMIT_REQUESTS_PER_MINUTE" => settings.RequestsPerMinute,
        "RATE_LIMIT_BY" => settings.LimitBy,
        "HEALTH_CHECK_ENABLED" => settings.HealthCheckEnabled,
        "HOST" => settings.BindAddress,
        "UPSTREAM_TIMEOUT" => settings.UpstreamTimeout,
        "STREAM_IDLE_TIMEOUT" => settings.StreamIdleTimeout,
        "SHUTDOWN_DELAY" => settings.ShutdownDelay,
        "SHUTDOWN_GRACE" => settings.ShutdownGrace,
        "MAX_REQUEST_BODY" => settings.MaxRequestBody,
        "MAX_UPLOAD_BODY" => settings.MaxUploadBody,
        "MAX_CONNECTIONS" => settings.MaxConnections,
        "HEADER_TIMEOUT" => settings.HeaderTimeout,
        "BODY_TIMEOUT" => settings.BodyTimeout,
        "KEEP_ALIVE_TIMEOUT" => settings.KeepAliveTimeout,
        "SHARED_ACCOUNT_OBJECTS" => settings.SharedAccountObjects,
        "DATA_DIR" => settings.DataDirectory,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private GatewaySettings Accept(params (string Name, string Value)[] variables)
    {
        var result = Read(variables);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        return result.Settings!;
    }

    private SettingsResult Read(params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string> { ["TARGET_API_KEY"] = "up", ["GATEWAY_API_KEYS"] = "down" };
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return SettingsReader.Read(environment, _directory.Path);
    }
}
