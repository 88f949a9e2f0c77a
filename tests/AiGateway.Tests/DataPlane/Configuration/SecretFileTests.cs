using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SecretFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Secrets_are_read_from_the_files_that_are_named()
    {
        var key = _directory.Write("target", "up\r\n");
        _directory.Write("keys", "\uFEFFa\nb, c\r\n\r\n");

        var settings = Read(("TARGET_API_KEY_FILE", key), ("GATEWAY_API_KEYS_FILE", "keys")).Settings!;

        Assert.Equal("up", settings.TargetApiKey);
        settings.AssertKeysAre("a", "b", "c");
    }

    [Fact]
    public void A_secret_that_is_set_twice_is_refused()
    {
        var path = _directory.Write("target", "other");

        var result = Read(("TARGET_API_KEY", "up"), ("TARGET_API_KEY_FILE", path), ("GATEWAY_API_KEYS", "a"));

        Assert.Equal("TARGET_API_KEY: is set, and so is TARGET_API_KEY_FILE. Set only one of them", Assert.Single(result.Problems));
    }

    [Fact]
    public void The_real_environment_wins_over_the_other_name_in_the_env_file()
    {
        _directory.Write("file", "from-file");
        _directory.Write(".env", "TARGET_API_KEY_FILE=file\nGATEWAY_API_KEYS=from-dot-env\n");

        var settings = Read(("TARGET_API_KEY", "from-environment"), ("GATEWAY_API_KEYS_FILE", "file")).Settings!;

        Assert.Equal("from-environment", settings.TargetApiKey);
        settings.AssertKeysAre("from-file");
    }

    [Fact]
    public void An_empty_name_of_a_file_is_unset() =>
        Assert.NotNull(Read(("TARGET_API_KEY", "up"), ("TARGET_API_KEY_FILE", ""), ("GATEWAY_API_KEYS", "a")).Settings);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    public void An_empty_file_is_a_missing_secret(string text)
    {
        var path = _directory.Write("target", text);

        Assert.StartsWith("TARGET_API_KEY: is missing", Assert.Single(Read(("TARGET_API_KEY_FILE", path), ("GATEWAY_API_KEYS", "a")).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_by_variable_and_path()
    {
        var gone = Path.Combine(_directory.Path, "gone");

        var result = Read(("TARGET_API_KEY_FILE", gone), ("GATEWAY_API_KEYS_FILE", _directory.Path));

        Assert.Equal(2, result.Problems.Count);
        Assert.StartsWith($"TARGET_API_KEY_FILE: the file \"{gone}\" does not exist", result.Problems[0], StringComparison.Ordinal);
        Assert.StartsWith($"GATEWAY_API_KEYS_FILE: the file \"{_directory.Path}\" is a directory or may not be read", result.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused()
    {
        var path = _directory.Write("target", new string('k', (64 * 1024) + 1));

        Assert.Contains("is larger than 64KiB", Assert.Single(Read(("TARGET_API_KEY_FILE", path), ("GATEWAY_API_KEYS", "a")).Problems), StringComparison.Ordinal);
    }

    private SettingsResult Read(params (string Name, string Value)[] variables) =>
        SettingsReader.Read(variables.ToDictionary(variable => variable.Name, variable => variable.Value), _directory.Path);
}
