using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SecretTextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a,b", "a|b")]
    [InlineData(" a , ,b,", "a|b")]
    [InlineData("b,a,b", "b|a")]
    [InlineData("a\nb\r\n", "a|b")]
    public void Gateway_keys_are_trimmed_and_each_is_kept_once(string value, string keys) =>
        Read(("GATEWAY_API_KEYS", value)).Settings!.AssertKeysAre(keys.Split('|'));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(" , ,")]
    public void Gateway_keys_that_are_only_blanks_are_missing(string value) =>
        Assert.StartsWith("GATEWAY_API_KEYS: is missing", Assert.Single(Read(("GATEWAY_API_KEYS", value)).Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("good,b d", "number 2")]
    [InlineData("schlüssel", "number 1")]
    [InlineData("a\tb", "number 1")]
    [InlineData("a\u007F", "number 1")]
    public void A_gateway_key_with_an_unusable_character_is_told_by_its_place_alone(string value, string place)
    {
        var problem = Assert.Single(Read(("GATEWAY_API_KEYS", value)).Problems);

        Assert.Contains($"has a key, {place}, that has a blank or a character that is not printable ASCII", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(value, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_more_than_512_characters_is_refused()
    {
        Assert.Contains("is longer than 512 characters", Assert.Single(Read(("GATEWAY_API_KEYS", new string('k', 513))).Problems), StringComparison.Ordinal);
        Assert.Contains("is longer than 512 characters", Assert.Single(Read(("TARGET_API_KEY", new string('k', 513))).Problems), StringComparison.Ordinal);
    }

    private SettingsResult Read((string Name, string Value) variable)
    {
        var environment = new Dictionary<string, string> { ["TARGET_API_KEY"] = "up", ["GATEWAY_API_KEYS"] = "down" };
        environment[variable.Name] = variable.Value;
        return SettingsReader.Read(environment, _directory.Path);
    }
}
