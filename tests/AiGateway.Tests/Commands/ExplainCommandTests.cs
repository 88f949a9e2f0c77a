using System.Globalization;
using AiGateway.Commands;
using AiGateway.Configuration;
using AiGateway.Tests.DataPlane;
using AiGateway.Tests.DataPlane.Routing;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.Commands;

public sealed class ExplainCommandTests
{
    private static readonly GatewaySettings s_settings = Settings();

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task It_says_who_would_be_asked_in_which_order_and_why()
    {
        var (code, text) = await ExplainAsync("qwen-plus");

        Assert.Equal(0, code);
        Assert.Equal(
            """
            model qwen-plus: configured by this name, strategy weighted
            1. a/qwen-plus
               why       target, priority 0, weight 3 of 4
               health    breaker closed (opens for 10s after 5 failures in 30s); 1 of 1 keys usable; at most 7 requests at once
               retries   2, backoff 200ms to 5s
               deadlines connect 5s, first token 1m, idle 1m, total 10m
               price     0.4 USD in, 1.2 USD out per million tokens
            2. b
               why       target, priority 0, weight 1 of 4
               health    breaker closed (opens for 10s after 5 failures in 30s); 1 of 1 keys usable
               retries   2, backoff 200ms to 5s
               deadlines connect 5s, first token 1m, idle 1m, total 10m
               price     0.4 USD in, 1.2 USD out per million tokens
            3. c
               why       fallback spare, priority 0, the only one of it
               health    breaker closed (opens for 10s after 5 failures in 30s); 1 of 1 keys usable
               retries   2, backoff 200ms to 5s
               deadlines connect 5s, first token 1m, idle 1m, total 10m
               price     not known
            where the prompt is too long: long (d), before the fallbacks

            """,
            text);
        Assert.DoesNotContain("sk-", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_it_tells_that_keys_limits()
    {
        var byName = await ExplainAsync("qwen-plus", "web");
        Assert.Contains("key web: 600 requests a minute, 50 at once, models qwen-*", byName.Text, StringComparison.Ordinal);
        Assert.Equal(byName, await ExplainAsync("qwen-plus", Exchanges.Key));
        Assert.Equal((1, "There is no such key.\n"), await ExplainAsync("qwen-plus", "sk-nobody"));
    }

    [Theory]
    [InlineData("spare", "web", "{}", "It would be refused: 403 model_not_allowed: This key may not use the model 'spare'.\n")]
    [InlineData("qwen-pluss", null, "{}", "It would be refused: 404 model_not_found: The model 'qwen-pluss' does not exist. Did you mean 'qwen-plus'?\n")]
    [InlineData("qwen-plus", null, """{"model":"other"}""", "It would be refused: 400 bad_request: The path and the body name two different models.\n")]
    public async Task What_would_be_refused_is_told_with_the_reason(string model, string? key, string body, string expected) =>
        Assert.Equal((1, expected), await ExplainAsync(model, key, body));

    private async Task<(int Code, string Text)> ExplainAsync(string model, string? key = null, string body = "{}")
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var code = await ExplainCommand.ExplainAsync(s_settings, model, key, System.Text.Encoding.UTF8.GetBytes(body), output, _time);
        return (code, output.ToString());
    }

    private static GatewaySettings Settings()
    {
        var settings = RoutingRig.Settings(
            RoutingRig.Model("qwen-plus", new TargetSettings("a", "qwen-plus", 3), new TargetSettings("b")) with
            {
                Fallbacks = ["spare"],
                ContextFallbacks = ["long"],
                Price = new PriceSettings("USD", 400_000_000, null, 1_200_000_000),
            },
            RoutingRig.Model("spare", new TargetSettings("c")),
            RoutingRig.Model("long", new TargetSettings("d")));
        return settings with
        {
            Providers = [settings.Providers[0] with { MaxConcurrent = 7 }, .. settings.Providers.Skip(1)],
            Keys = [settings.Keys[0] with { Name = "web", Models = ["qwen-*"], RequestsPerMinute = 600, Concurrent = 50 }],
        };
    }
}
