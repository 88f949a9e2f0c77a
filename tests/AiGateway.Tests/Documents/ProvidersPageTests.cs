using AiGateway.Tests.DataPlane.Configuration;
using AiGateway.Tests.Dialects.Providers.Credentials;

namespace AiGateway.Tests.Documents;

public sealed class ProvidersPageTests : IDisposable
{
    private const string Name = "docs/providers.md";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_page_is_what_the_presets_say()
    {
        var expected = ProvidersPage.Write();
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
        {
            File.WriteAllText(Repository.PathOf(Name), expected);
        }

        Assert.Equal(expected, Repository.Read(Name));
    }

    [Fact]
    public void The_examples_are_configurations()
    {
        _directory.Write("account.json", AccountFile.Text());
        Assert.All(Page.Read(Name).Fences().Where(fence => fence.Language == "yaml"), fence => AssertIsConfiguration(fence.Text));
    }

    private void AssertIsConfiguration(string yaml)
    {
        var result = GatewayFile.Read(_directory, yaml, ("DEEPSEEK_API_KEY", "sk-d"), ("AZURE_KEY", "a"), ("ANTHROPIC_API_KEY", "sk-ant"), ("WEB_KEY", "sk-web"));

        Assert.Empty(result.Problems);
    }
}
