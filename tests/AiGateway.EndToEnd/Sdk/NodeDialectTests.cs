namespace AiGateway.EndToEnd.Sdk;

/// <summary>SDKs of npm, unmodified, as callers of models of every dialect: tests/sdk-node/dialects.mjs.</summary>
public sealed class NodeDialectTests(DialectFixture fixture) : IClassFixture<DialectFixture>
{
    [Theory]
    [InlineData("openai-chat", 7)]
    [InlineData("openai-responses", 7)]
    [InlineData("anthropic", 7)]
    [InlineData("google-genai", 7)]
    [InlineData("vercel-chat", 6)]
    [InlineData("vercel-responses", 7)]
    [InlineData("vercel-anthropic", 7)]
    [InlineData("vercel-google", 7)]
    public async Task Every_case_passes_with_a_model_of_every_dialect(string sdk, int cases)
    {
        var (code, output) = await NodePackages.RunAsync("dialects.mjs", [sdk], ("GATEWAY", fixture.Url), ("API_KEY", Rig.Key));
        Assert.DoesNotContain("not ok", output, StringComparison.Ordinal);
        Assert.Equal(cases * DialectFixture.Models.Count, output.Split('\n').Count(line => line.StartsWith($"ok {sdk} ", StringComparison.Ordinal)));
        Assert.True(code == 0, output);
    }
}
