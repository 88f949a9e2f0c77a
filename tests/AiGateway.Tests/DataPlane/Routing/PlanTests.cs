using AiGateway.Configuration;
using AiGateway.Routing;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class PlanTests
{
    private static readonly GatewaySettings s_settings = RoutingRig.Settings(
        RoutingRig.Model("gpt-4*", new TargetSettings("b")),
        RoutingRig.Model("gpt-*", new TargetSettings("a")),
        RoutingRig.Model("gpt-4o", new TargetSettings("c")),
        RoutingRig.Model("qwen-plus", new TargetSettings("d")));

    [Theory]
    [InlineData("gpt-4o", "c")]
    [InlineData("gpt-4o-mini", "b")]
    [InlineData("gpt-4", "b")]
    [InlineData("gpt-5", "a")]
    public void The_exact_name_wins_then_the_longest_prefix(string model, string provider) => Assert.Equal(provider, new RoutingRig(s_settings).First(model));

    [Theory]
    [InlineData("qwen-pluss", "The model 'qwen-pluss' does not exist. Did you mean 'qwen-plus'?")]
    [InlineData("glm-5", "The model 'glm-5' does not exist.")]
    [InlineData("Qwen-plus", "The model 'Qwen-plus' does not exist. Did you mean 'qwen-plus'?")]
    public void An_unknown_model_is_404_and_names_what_was_probably_meant(string model, string message)
    {
        var error = new RoutingRig(s_settings).Plan(model).Error;
        Assert.Equal((404, "model_not_found", message, "model"), (error?.Status, error?.Code, error?.Message, error?.Param));
    }

    [Theory]
    [InlineData("qwen-plus", null)]
    [InlineData("gpt-4o", "model_not_allowed")]
    [InlineData("glm-5", "model_not_allowed")]
    [InlineData("qwen-plu", "model_not_found")]
    public void What_a_key_may_ask_for_is_judged_by_the_name_that_is_asked_for(string model, string? code)
    {
        var rig = new RoutingRig(s_settings with
        {
            Keys = [s_settings.Keys[0] with { Models = ["qwen-*"] }],
            Models = [.. s_settings.Models.Select(route => route.Name == "qwen-plus" ? route with { Fallbacks = ["gpt-4o"] } : route)],
        });

        Assert.Equal(code, rig.Plan(model).Error?.Code);
        Assert.Equal("d c", rig.Way("qwen-plus"));
    }

    [Theory]
    [InlineData("POST", "/v1/moderations", "model_not_allowed")]
    [InlineData("POST", "/v1/batches", "model_not_allowed")]
    [InlineData("GET", "/v1/batches", null)]
    public void A_key_for_certain_models_gets_round_that_by_naming_none_nowhere(string method, string path, string? code)
    {
        var rig = new RoutingRig(s_settings with { Keys = [s_settings.Keys[0] with { Models = ["qwen-*"] }] });
        var exchange = Exchanges.Of(rig.Snapshot, method, path, time: rig.Time);
        exchange.Key = rig.Snapshot.Keys.Values[0];

        Assert.Equal(code, new Plan(rig.Time).Run(exchange)?.Error?.Code);
    }

    [Theory]
    [InlineData(true, "a")]
    [InlineData(false, "d")]
    public void What_names_no_model_goes_to_the_wildcard_else_to_the_first_provider(bool hasWildcard, string provider)
    {
        var settings = s_settings with { Providers = [s_settings.Providers[3], .. s_settings.Providers.Take(3)] };
        var rig = new RoutingRig(hasWildcard ? settings with { Models = [.. settings.Models, RoutingRig.Model("*", new TargetSettings("a"))] } : settings);

        Assert.Equal(provider, rig.Snapshot.Models.WithoutModel.Targets[0].Provider.Name);
    }
}
