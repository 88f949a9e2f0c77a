using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SecretsAreNeverShownTests : IDisposable
{
    private static readonly Gen<string> s_marker = Gen.String[Gen.Char.AlphaNumeric, 12, 16].Select(text => "m4rk" + text);

    // What may surround a secret: good keys, bad keys, list separators, quotes, and line ends that break a line of .env.
    private static readonly Gen<string> s_around = Gen.String[Gen.Char["ab,; \t\n\r\"'\\=#@é\u0001"], 0, 6];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Not_in_problems_or_warnings_wherever_the_secret_is_said() =>
        Gen.Select(s_marker, s_around, s_around, Gen.Int[0, 4]).Sample(
            (marker, before, after, place) =>
            {
                var secret = before + marker + after;
                var result = Read(secret, place);
                return result.Problems.Concat(result.Warnings).All(line => !line.Contains(marker, StringComparison.Ordinal));
            },
            threads: 1);

    [Theory]
    [InlineData("https://user:m4rk@api.example.com/v1")]
    [InlineData("https://m4rk@api.example.com/v1")]
    [InlineData("https://api.example.com/v1?key=m4rk")]
    [InlineData("m4rk:m4rk@api.example.com")]
    [InlineData("sk-m4rk")]
    public void Not_where_a_URL_carries_it(string url)
    {
        var result = SettingsReader.Read(new Dictionary<string, string> { ["TARGET_API_URL"] = url }, _directory.Path);

        Assert.Equal(3, result.Problems.Count);
        Assert.All(result.Problems, line => Assert.DoesNotContain("m4rk", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Not_where_it_is_set_as_the_path_of_its_own_file()
    {
        var result = SettingsReader.Read(new Dictionary<string, string> { ["TARGET_API_KEY_FILE"] = "sk-m4rk" }, _directory.Path);

        Assert.Contains(result.Problems, line => line.StartsWith("TARGET_API_KEY_FILE: the file (its name is not shown) does not exist", StringComparison.Ordinal));
        Assert.All(result.Problems, line => Assert.DoesNotContain("m4rk", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Not_in_the_text_of_the_settings()
    {
        var settings = EnvironmentSettings.Of("m4rk").WithTarget(target => target with { Keys = [new ProviderKeySettings("m4rk")], Headers = [new HeaderSettings("x-secret", "m4rk")] });

        Assert.DoesNotContain("m4rk", settings.ToString(), StringComparison.Ordinal);
        Assert.Contains("Port = 8080", settings.ToString(), StringComparison.Ordinal);
    }

    private SettingsResult Read(string secret, int place)
    {
        var environment = new Dictionary<string, string>();
        var dotEnv = "";
        foreach (var variable in KnownVariables.All.Where(variable => variable.Secret))
        {
            switch (place)
            {
                case 0:
                    environment[variable.Name] = secret;
                    break;
                case 1:
                    environment[variable.FileName] = _directory.Write("secret", secret);
                    break;
                case 2:
                    dotEnv += $"{variable.Name}={secret}\n";
                    break;
                case 3:
                    dotEnv += $"{variable.Name} \"{secret}\"\n{variable.Name}=\"{secret}\n";
                    break;
                default:
                    environment[variable.Name[..^1]] = secret;
                    break;
            }
        }

        _directory.Write(".env", dotEnv);
        return SettingsReader.Read(environment, _directory.Path);
    }
}
