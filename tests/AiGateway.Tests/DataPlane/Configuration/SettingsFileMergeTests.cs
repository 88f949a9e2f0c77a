using AiGateway.Configuration;
using Microsoft.Extensions.Logging;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SettingsFileMergeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_file_wins_and_a_variable_fills_what_it_leaves_out()
    {
        var settings = GatewayFile.Settings(
            GatewayFile.Minimum + "server: { port: 9000, shutdown: { delay: 1s } }\n",
            ("PORT", "9001"), ("SHUTDOWN_GRACE", "5s"), ("LOG_LEVEL", "warn"), ("STREAM_IDLE_TIMEOUT", "7s"), ("RATE_LIMIT_BY", "ip"));

        Assert.Equal(9000, settings.Port);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), (settings.ShutdownDelay, settings.ShutdownGrace));
        Assert.Equal((LogLevel.Warning, TimeSpan.FromSeconds(7), LimitBy.Address), (settings.LogLevel, settings.StreamIdleTimeout, settings.LimitBy));
    }

    [Fact]
    public void Providers_and_keys_of_the_environment_are_ignored_with_a_warning_where_the_file_has_some()
    {
        var result = GatewayFile.Read(GatewayFile.Minimum, ("TARGET_API_URL", "nonsense"), ("TARGET_API_KEY", "sk-e"), ("GATEWAY_API_KEYS_FILE", "/nowhere"), ("TARGET_HTTP_VERSION", "9"));

        Assert.Empty(result.Problems);
        Assert.Equal(
            ["TARGET_API_URL", "TARGET_API_KEY", "TARGET_HTTP_VERSION", "GATEWAY_API_KEYS"],
            result.Warnings.Select(line => line.Replace(": ignored, since the configuration file has providers or keys", "")));
        Assert.Equal(["p"], result.Settings!.Providers.Select(provider => provider.Name));
        Assert.False(result.Settings.IsEnvironmentAlone);
    }

    [Theory]
    [InlineData("providers: { p: { type: openai, api_key: sk-p } }", "models", "keys")]
    [InlineData("keys: [ { key: k } ]", "providers", "models")]
    public void Whoever_writes_providers_or_keys_writes_all_three_sections(string yaml, params string[] missing) =>
        Assert.Equal(
            missing.Select(section => $"gateway.yaml:1:1: {section}: is missing"),
            GatewayFile.Problems(yaml, ("TARGET_API_KEY", "a"), ("GATEWAY_API_KEYS", "b")).Select(line => line[..(line.IndexOf("is missing") + 10)]));

    [Fact]
    public void A_file_with_neither_keeps_the_environments()
    {
        var settings = GatewayFile.Settings("server: { port: 9000 }\n", ("TARGET_API_KEY", "sk-e"), ("GATEWAY_API_KEYS", "a,b"));

        Assert.True(settings.IsEnvironmentAlone);
        Assert.Equal("sk-e", settings.TargetApiKey);
        Assert.Equal(EnvironmentProvider.Models, settings.Models);
        settings.AssertKeysAre("a", "b");
        Assert.Equal((9000, 60), (settings.Port, settings.RequestsPerMinute));
    }

    [Fact]
    public void A_file_with_models_alone_sends_them_to_the_environments_provider()
    {
        var settings = GatewayFile.Settings("models: { qwen: { targets: [ { provider: default, model: qwen-plus } ] } }\n", ("TARGET_API_KEY", "sk-e"), ("GATEWAY_API_KEYS", "a"));

        Assert.False(settings.IsEnvironmentAlone);
        Assert.Equal([new ModelSettings { Name = "qwen", Targets = [new("default", "qwen-plus")] }], settings.Models);
    }

    [Fact]
    public void Defaults_hold_for_the_environments_models_too_where_they_are_written()
    {
        var settings = GatewayFile.Settings("defaults: { retry: { attempts: 1 } }\n", ("TARGET_API_KEY", "sk-e"), ("GATEWAY_API_KEYS", "a"));

        var usual = EnvironmentProvider.Models[0];
        Assert.Equal([usual with { Retry = usual.Retry with { Attempts = 1 } }], settings.Models);
    }

    [Theory]
    [InlineData("", null, 0)]
    [InlineData("", "7", 7)]
    [InlineData("limits: { rpm: 5 }", "7", 5)]
    [InlineData("limits: { rpm: 5 }", null, 5)]
    [InlineData("limits: { rpm: 0 }", "7", 0)]
    public void The_limit_is_none_where_the_file_has_keys_and_nobody_says_one(string limits, string? variable, int expected) =>
        Assert.Equal(expected, GatewayFile.Settings(GatewayFile.Minimum + limits, ("RATE_LIMIT_REQUESTS_PER_MINUTE", variable ?? "")).RequestsPerMinute);

    [Fact]
    public void Variables_of_the_file_come_from_the_environment_then_from_dot_env()
    {
        _directory.Write(".env", "A=env-file\nB=env-file\n");

        var result = GatewayFile.Read(
            _directory,
            "providers: { p: { type: openai, api_keys: [\"${A}\", \"${B}\"] } }\nmodels: { m: { targets: [ { provider: p } ] } }\nkeys: [ { key: k } ]\n",
            ("A", "real"));

        Assert.Equal(["real", "env-file"], result.Settings!.Providers[0].Keys.Select(key => key.Key));
    }

    [Fact]
    public void A_variable_cannot_bring_YAML_into_the_file()
    {
        var settings = GatewayFile.Settings(
            "providers: { p: { type: openai, api_key: \"${K}\" } }\nmodels: { m: { targets: [ { provider: p } ] } }\nkeys: [ { key: k } ]\n",
            ("K", "a\",proxy:\"http://evil\""));

        Assert.Equal(("a\",proxy:\"http://evil\"", null), (settings.Providers[0].Keys[0].Key, settings.Providers[0].Proxy));
    }

    [Fact]
    public void GATEWAY_CONFIG_names_another_file_and_paths_in_it_are_relative_to_its_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Path, "etc"));
        File.WriteAllText(Path.Combine(folder.FullName, "cert.pem"), "c");
        File.WriteAllText(Path.Combine(folder.FullName, "own.yaml"), GatewayFile.Minimum + "server: { tls: { cert: cert.pem, key: ./cert.pem } }\n");

        var result = SettingsReader.Read(new Dictionary<string, string> { ["GATEWAY_CONFIG"] = "etc/own.yaml" }, _directory.Path);

        Assert.Empty(result.Problems);
        Assert.Equal(Path.Combine(folder.FullName, "cert.pem"), result.Settings!.TlsCertFile);
        Assert.Equal(Path.Combine(folder.FullName, "own.yaml"), result.File);
    }

    [Fact]
    public void A_file_that_GATEWAY_CONFIG_names_must_be_there()
    {
        var result = SettingsReader.Read(new Dictionary<string, string> { ["GATEWAY_CONFIG"] = "none.yaml" }, _directory.Path);

        Assert.Equal("GATEWAY_CONFIG: the file \"none.yaml\" does not exist (from the environment). Allowed: the path of a file", Assert.Single(result.Problems));
    }

    [Fact]
    public void A_bad_file_is_not_told_as_missing_variables() =>
        Assert.Equal(["gateway.yaml:1:1: is a list, not a group of fields. Its fields are server, providers, defaults, models, keys, limits, telemetry"], GatewayFile.Problems("- a\n"));

    [Theory]
    [InlineData("qwen-plus", null)]
    [InlineData("qwen-plsu", "gateway.yaml:3:28: keys[0].models[0]: no model is 'qwen-plsu'. Did you mean 'qwen-plus'?")]
    [InlineData("qwen*", null)]
    [InlineData("gpt-5", null)]
    [InlineData("gpt-5*", null)]
    [InlineData("g*", null)]
    [InlineData("claude*", "gateway.yaml:3:28: keys[0].models[0]: no model is 'claude*'")]
    public void A_model_that_a_key_may_ask_for_but_that_nothing_can_be_is_warned_about(string model, string? warning) => Assert.Equal(
        warning is null ? [] : [warning],
        GatewayFile.Read($"providers: {{ p: {{ type: simulated }} }}\nmodels: {{ qwen-plus: {{ targets: [ {{ provider: p }} ] }}, \"gpt-*\": {{ targets: [ {{ provider: p }} ] }} }}\nkeys: [ {{ key: k, models: [{model}] }} ]\n").Warnings);
}
