using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class EnvironmentSourceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_env_file_fills_what_the_environment_leaves_out()
    {
        _directory.Write(".env", "\uFEFFexport TARGET_API_KEY='up'\r\nGATEWAY_API_KEYS=\"a,b\" # two\r\nPORT=9000\r\n");

        var settings = Read(("LOG_LEVEL", "debug")).Settings!;

        Assert.Equal("up", settings.TargetApiKey);
        settings.AssertKeysAre("a", "b");
        Assert.Equal(9000, settings.Port);
    }

    [Fact]
    public void The_real_environment_wins_and_empty_is_unset_in_both()
    {
        _directory.Write(".env", "TARGET_API_KEY=up\nGATEWAY_API_KEYS=a\nPORT=9000\nLOG_FORMAT=text\nMAX_CONNECTIONS=\n");

        var settings = Read(("PORT", "9001"), ("LOG_FORMAT", ""), ("MAX_CONNECTIONS", "")).Settings!;

        Assert.Equal(9001, settings.Port);
        Assert.Equal(LogFormat.Text, settings.LogFormat);
        Assert.Null(settings.MaxConnections);
    }

    [Fact]
    public void A_problem_says_on_which_line_of_the_file_it_is()
    {
        _directory.Write(".env", "TARGET_API_KEY=up\nGATEWAY_API_KEYS=a\nPORT=x\n");

        Assert.Contains("(from .env, line 3)", Assert.Single(Read().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_line_of_the_file_wins_but_not_with_an_empty_value()
    {
        _directory.Write(".env", "TARGET_API_KEY=up\nGATEWAY_API_KEYS=a\nPORT=9000\nPORT=9001\nPORT=\n");

        Assert.Equal(9001, Read().Settings!.Port);
    }

    [Fact]
    public void Reading_again_sees_what_was_changed()
    {
        _directory.Write(".env", "TARGET_API_KEY=up\nGATEWAY_API_KEYS_FILE=keys\n");
        _directory.Write("keys", "a\n");
        var before = Read().Settings!;
        _directory.Write(".env", "TARGET_API_KEY=up2\nGATEWAY_API_KEYS_FILE=keys\n");
        _directory.Write("keys", "b\n");

        var after = Read().Settings!;

        Assert.Equal("up", before.TargetApiKey);
        before.AssertKeysAre("a");
        Assert.Equal("up2", after.TargetApiKey);
        after.AssertKeysAre("b");
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused()
    {
        _directory.Write(".env", new string('#', (256 * 1024) + 1));

        Assert.Contains(".env: is larger than 256KiB", Read().Problems);
    }

    [Fact]
    public void A_directory_called_env_is_warned_about()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, ".env"));

        var result = Read(("TARGET_API_KEY", "up"), ("GATEWAY_API_KEYS", "a"));

        Assert.NotNull(result.Settings);
        Assert.Equal(".env: is a directory, ignored", Assert.Single(result.Warnings));
    }

    private SettingsResult Read(params (string Name, string Value)[] variables) =>
        SettingsReader.Read(variables.ToDictionary(variable => variable.Name, variable => variable.Value), _directory.Path);
}
