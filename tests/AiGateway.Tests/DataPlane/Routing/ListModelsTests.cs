using System.Text;
using System.Text.Json;
using AiGateway.Configuration;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Routing;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class ListModelsTests
{
    private static readonly GatewaySettings s_settings = RoutingRig.Settings(
        RoutingRig.Model("qwen-plus", new TargetSettings("dashscope")),
        RoutingRig.Model("claude", new TargetSettings("anthropic", "claude-sonnet")),
        RoutingRig.Model("qwen-*", new TargetSettings("dashscope")));

    [Fact]
    public async Task Names_are_listed_and_of_wildcards_what_the_catalogue_knows()
    {
        var (outcome, json) = await AskAsync(new RoutingRig(s_settings, new Catalogue("qwen-max", "qwen-plus", "glm-5")), "/v1/models");

        Assert.Same(Outcome.Served, outcome);
        Assert.Equal("list", json.GetProperty("object").GetString());
        Assert.Equal(
            [("qwen-plus", "dashscope"), ("claude", "anthropic"), ("qwen-max", "dashscope")],
            json.GetProperty("data").EnumerateArray().Select(model => (model.GetProperty("id").GetString(), model.GetProperty("owned_by").GetString())));
        Assert.All(json.GetProperty("data").EnumerateArray(), model => Assert.Equal(("model", true), (model.GetProperty("object").GetString(), model.GetProperty("created").GetInt64() > 0)));
    }

    [Fact]
    public async Task A_key_sees_what_it_may_use()
    {
        var rig = new RoutingRig(s_settings with { Keys = [s_settings.Keys[0] with { Models = ["cl*"] }] });

        Assert.Equal("claude", (await AskAsync(rig, "/v1/models")).Json.GetProperty("data").EnumerateArray().Single().GetProperty("id").GetString());
        Assert.Equal("claude", (await AskAsync(rig, "/v1/models/claude")).Json.GetProperty("id").GetString());
        var refused = (await AskAsync(rig, "/v1/models/qwen-plus")).Outcome?.Error;
        Assert.Equal((404, "model_not_found"), (refused?.Status, refused?.Code));
    }

    [Theory]
    [InlineData("qwen-plus", true)]
    [InlineData("qwen-whatever", true)]
    [InlineData("qwen%2Dplus", true)]
    [InlineData("glm", false)]
    public async Task One_is_found_by_the_same_rules_as_a_request(string name, bool exists)
    {
        var (outcome, _) = await AskAsync(new RoutingRig(s_settings), "/v1/models/" + name);
        Assert.Equal(exists ? null : "model_not_found", outcome?.Error?.Code);
    }

    [Fact]
    public async Task The_only_provider_of_the_environment_tells_its_own()
    {
        var (outcome, _) = await AskAsync(new RoutingRig(Exchanges.Settings), "/v1/models");
        Assert.Null(outcome);
    }

    private static async Task<(Outcome? Outcome, JsonElement Json)> AskAsync(RoutingRig rig, string path)
    {
        using var output = new MemoryStream();
        var exchange = Exchanges.Of(rig.Snapshot, "GET", path, time: rig.Time, output: output);
        exchange.Key = rig.Snapshot.Keys.Values[0];
        var outcome = new ListModels(new ReplyHead(new Drain(), rig.Time)).Run(exchange);
        await exchange.Reply.FlushAsync(CancellationToken.None);
        return (outcome, output.Length == 0 ? default : JsonElement.Parse(Encoding.UTF8.GetString(output.ToArray())));
    }

    private sealed class Catalogue(params string[] models) : IModelCatalogue
    {
        public PriceSettings? PriceOf(string providerType, string model) => null;

        public IReadOnlyList<string> ModelsOf(string providerType) => models;
    }
}
