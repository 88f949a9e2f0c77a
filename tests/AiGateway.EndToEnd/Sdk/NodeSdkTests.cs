namespace AiGateway.EndToEnd.Sdk;

/// <summary>The openai npm package, unmodified, as a caller: tests/sdk-node/cases.mjs in one run of node.</summary>
public sealed class NodeSdkTests(SdkFixture fixture) : IClassFixture<SdkFixture>
{
    [Fact]
    public async Task Every_case_of_the_openai_package_passes()
    {
        var upstream = new SdkUpstream();
        fixture.Rig.Upstream.Play(upstream.AnswerAsync);
        var (code, lines) = await NodePackages.RunAsync("cases.mjs", [], ("BASE_URL", $"http://127.0.0.1:{fixture.Rig.Gateway.Port}/v1"), ("API_KEY", Rig.Key));

        Assert.DoesNotContain("not ok", lines, StringComparison.Ordinal);
        Assert.Equal(24, lines.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.True(code == 0, lines);
        await upstream.Left.Task.Within("the aborted stream to be cancelled at the upstream");
    }
}
