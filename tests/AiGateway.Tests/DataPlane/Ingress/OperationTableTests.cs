using AiGateway.Dialects;
using AiGateway.Ingress;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class OperationTableTests
{
    public static TheoryData<string> Names { get; } = [.. Exchanges.Operations.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operation_is_found_by_its_path_and_each_alias(string name)
    {
        var operation = Named(name);
        foreach (var alias in (string[])["/v1", "/openai/v1", "/compatible-mode/v1"])
        {
            var match = Exchanges.Operations.Find(operation.Method, alias + Tail(operation));

            Assert.Equal(new OperationMatch(operation, Tail(operation), Model: null, Allow: null), match);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_that_names_a_model_is_found_under_a_deployment_and_no_other(string name)
    {
        var operation = Named(name);

        var match = Exchanges.Operations.Find(operation.Method, "/openai/deployments/qwen%3Amax" + Tail(operation));

        Assert.Equal(
            operation.Model == ModelPlace.Nowhere ? default : new OperationMatch(operation, Tail(operation), "qwen:max", Allow: null),
            match);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_method_is_told_the_right_ones(string name)
    {
        var path = "/v1" + Tail(Named(name));
        var methods = Exchanges.Operations.All.Where(operation => "/v1" + Tail(operation) == path).Select(operation => operation.Method).ToArray();

        foreach (var method in (string[])["PUT", "PATCH", "TRACE", "post"])
        {
            Assert.Equal(new OperationMatch(null, path[3..], null, string.Join(", ", methods)), Exchanges.Operations.Find(method, path));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Paths_match_byte_for_byte(string name)
    {
        var operation = Named(name);
        var path = "/v1" + Tail(operation);
        string[] others =
        [
            path + "/", "/" + path, path.Replace("/v1", "/v1/", StringComparison.Ordinal), path.ToUpperInvariant(), path.Replace("/v1/", "/v1/./", StringComparison.Ordinal),
            path.Replace("/v1/", "/v1/x/../", StringComparison.Ordinal), path.Replace("/v1", "/v1%2f", StringComparison.Ordinal), path + "?x=1", path + "#", path + " ", path + "%20",
            path + ";x=1", path + "\0", path[1..], "/v2" + path[3..], "/v1" + path, path + "/..", "/openai" + path[3..],
        ];

        Assert.All(others, other => Assert.Equal(default, Exchanges.Operations.Find(operation.Method, other)));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a%2Fb")]
    [InlineData("a%2fb")]
    [InlineData("%2e%2e")]
    [InlineData("..;")]
    [InlineData("a\\b")]
    [InlineData("a%5Cb")]
    [InlineData("a/b")]
    public void What_is_no_plain_segment_stands_for_no_id_and_no_model(string segment)
    {
        Assert.Equal(default, Exchanges.Operations.Find("GET", $"/v1/models/{segment}"));
        Assert.Equal(default, Exchanges.Operations.Find("GET", $"/v1/files/{segment}/content"));
        Assert.Equal(default, Exchanges.Operations.Find("POST", $"/openai/deployments/{segment}/chat/completions"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1models")]
    [InlineData("/openai/deployments")]
    [InlineData("/openai/deployments/")]
    [InlineData("/openai/deployments/m")]
    [InlineData("/openai/deployments/m/")]
    [InlineData("/openai/deployments//chat/completions")]
    [InlineData("/openai/deployments/m/v1/chat/completions")]
    [InlineData("*")]
    public void What_is_no_path_of_ours_leads_nowhere(string path) => Assert.Equal(default, Exchanges.Operations.Find("POST", path));

    [Fact]
    public void Under_a_deployment_no_method_is_offered_that_would_not_be_found()
    {
        Assert.Equal("POST", Exchanges.Operations.Find("GET", "/openai/deployments/m/chat/completions").Allow);
        Assert.Equal(default, Exchanges.Operations.Find("POST", "/openai/deployments/m/models"));
        Assert.Equal(default, Exchanges.Operations.Find("PUT", "/openai/deployments/m/files"));
    }

    private static Operation Named(string name) => Exchanges.Operations.All.Single(operation => operation.Name == name);

    private static string Tail(Operation operation) =>
        operation.Path[3..].Replace("{id}", "id-1", StringComparison.Ordinal).Replace("{item_id}", "item_2", StringComparison.Ordinal);
}
