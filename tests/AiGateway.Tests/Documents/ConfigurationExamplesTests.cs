using AiGateway.Commands;
using AiGateway.Tests.DataPlane.Configuration;

namespace AiGateway.Tests.Documents;

/// <summary>Parts of a configuration file on pages that are about something else, each read by the program's reader.</summary>
public sealed class ConfigurationExamplesTests
{
    private const string Elsewhere = """
        providers: { p: { type: openai, api_key: sk-p } }
        models: { "*": { targets: [ { provider: p } ] }, qwen-plus: { targets: [ { provider: p } ] } }

        """;

    [Theory]
    [InlineData("README.md", "")]
    [InlineData("README.zh-CN.md", "")]
    [InlineData("docs/keys.md", Elsewhere)]
    [InlineData("docs/keys.zh-CN.md", Elsewhere)]
    public void It_is_good_beside_what_it_leaves_out(string page, string elsewhere)
    {
        var result = GatewayFile.Read(elsewhere + YamlOf(page), ("DASHSCOPE_API_KEY", "sk-d"), ("OPENAI_KEY_A", "sk-a"), ("OPENAI_KEY_B", "sk-b"), ("WEB_KEY", "sk-web"));

        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task The_readme_says_who_is_asked_in_which_order()
    {
        var settings = GatewayFile.Settings(YamlOf("README.md"), ("DASHSCOPE_API_KEY", "sk-d"), ("OPENAI_KEY_A", "sk-a"), ("OPENAI_KEY_B", "sk-b"), ("WEB_KEY", "sk-web"));
        using var output = new StringWriter();

        Assert.Equal(0, await ExplainCommand.ExplainAsync(settings, "assistant", "web", "{}"u8.ToArray(), output, TimeProvider.System));

        var places = output.ToString().Split('\n').Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])).Select(line => line.TrimEnd());
        Assert.Equal(["1. dashscope/qwen-plus", "2. local/Qwen3-32B", "3. openai"], places);
    }

    private static string YamlOf(string page) => Assert.Single(Page.Read(page).Fences(), fence => fence.Language == "yaml").Text;
}
