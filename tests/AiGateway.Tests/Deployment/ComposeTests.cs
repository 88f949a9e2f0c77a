using AiGateway.Configuration;
using AiGateway.Tests.Documents;
using YamlDotNet.Serialization;

namespace AiGateway.Tests.Deployment;

/// <summary><c>docker-compose.yml</c>. What Compose makes of it is tested where it is run: <c>eng/test-containers.sh</c>.</summary>
public sealed class ComposeTests
{
    private static readonly Dictionary<object, object> s_gateway = Service("docker-compose.yml", "gateway");

    [Fact]
    public void It_sets_variables_that_exist_and_asks_for_the_keys()
    {
        var environment = Map(s_gateway["environment"]);
        Assert.All(environment.Keys, name => Assert.Contains(KnownVariables.All, variable => variable.Supported && variable.Name == (string)name));
        Assert.StartsWith("${DASHSCOPE_API_KEY:?", (string)environment["TARGET_API_KEY"], StringComparison.Ordinal);
        Assert.StartsWith("${GATEWAY_API_KEYS:?", (string)environment["GATEWAY_API_KEYS"], StringComparison.Ordinal);
        Assert.All(environment.Where(entry => entry.Key is not ("TARGET_API_KEY" or "GATEWAY_API_KEYS")), entry =>
        {
            var known = KnownVariables.All.Single(variable => variable.Name == (string)entry.Key);
            Assert.Equal($"${{{known.Name}:-{known.Default}}}", entry.Value);
        });
    }

    [Fact]
    public void It_may_do_nothing_but_what_it_needs()
    {
        Assert.Equal("true", s_gateway["read_only"]);
        Assert.Equal(["ALL"], List(s_gateway["cap_drop"]));
        Assert.Equal(["no-new-privileges:true"], List(s_gateway["security_opt"]));
        Assert.DoesNotContain("cap_add", s_gateway.Keys);
        Assert.DoesNotContain("privileged", s_gateway.Keys);
    }

    [Fact]
    public void It_comes_back_and_is_asked_for_its_health_as_the_image_says()
    {
        Assert.Equal("unless-stopped", s_gateway["restart"]);
        var health = Map(s_gateway["healthcheck"]);
        Assert.Equal(["CMD", "/app/aigateway", "health"], List(health["test"]));
        Assert.Contains(
            $"HEALTHCHECK --interval={health["interval"]} --timeout={health["timeout"]} --start-period={health["start_period"]} --retries={health["retries"]} ",
            Repository.Read("Dockerfile"));
    }

    [Fact]
    public void It_waits_for_the_drain()
    {
        var drain = Duration.Parse(KnownVariables.All.Single(variable => variable.Name == "SHUTDOWN_GRACE").Default).Value + TimeSpan.FromSeconds(4);
        Assert.True(Duration.Parse((string)s_gateway["stop_grace_period"]).Value > drain);
    }

    [Fact]
    public void The_simulated_provider_beside_it_is_the_same_image() =>
        Assert.Equal(s_gateway["image"], Service("eng/containers/provider.compose.yml", "provider")["image"]);

    private static Dictionary<object, object> Service(string file, string name) =>
        Map(Map(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(Repository.Read(file))["services"])[name]);

    private static Dictionary<object, object> Map(object node) => Assert.IsType<Dictionary<object, object>>(node);

    private static IEnumerable<string> List(object node) => Assert.IsType<List<object>>(node).Cast<string>();
}
