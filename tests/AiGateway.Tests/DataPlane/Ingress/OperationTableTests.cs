using AiGateway.Dialects;
using AiGateway.Ingress;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class OperationTableTests
{
    public static TheoryData<string> Names { get; } = [.. Exchanges.Operations.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operation_is_found_by_its_path_and_each_alias(string name)
    {
        var operation = Named(name);
        foreach (var alias in operation.Aliases.Append(Version(operation)).Where(alias => !alias.Contains('{')))
        {
            var match = Exchanges.Operations.Find(operation.Method, alias + Tail(operation), HeadersOf(operation));

            Assert.Equal(new OperationMatch(operation, Tail(operation), ModelOf(operation), Allow: null), match);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_that_names_a_model_is_found_under_a_deployment_and_no_other(string name)
    {
        var operation = Named(name);

        var match = Exchanges.Operations.Find(operation.Method, "/openai/deployments/qwen%3Amax" + Tail(operation));

        Assert.Equal(
            operation.Model == ModelPlace.Nowhere || operation.Dialect.KeyHeader is not null ? default : new OperationMatch(operation, Tail(operation), "qwen:max", Allow: null),
            match);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_method_is_told_the_right_ones(string name)
    {
        var named = Named(name);
        var path = Version(named) + Tail(named);
        var methods = Exchanges.Operations.All
            .Where(operation => Version(operation) == Version(named) && (named.Tail.Contains('{') ? Fits(operation, Tail(named)) : operation.Tail == named.Tail))
            .Select(operation => operation.Method).Distinct().Order(StringComparer.Ordinal);

        foreach (var method in (string[])["PUT", "PATCH", "TRACE", "post"])
        {
            var match = Exchanges.Operations.Find(method, path, HeadersOf(named));
            Assert.Equal(new OperationMatch(null, Tail(named), null, match.Allow) { Dialect = named.Dialect }, match);
            Assert.Equal(methods, match.Allow!.Split(", ").Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Paths_match_byte_for_byte(string name)
    {
        var operation = Named(name);
        var version = Version(operation);
        var path = version + Tail(operation);
        string[] others =
        [
            path + "/", "/" + path, path.Replace(version, version + "/", StringComparison.Ordinal), path.ToUpperInvariant(),
            path.Replace(version, version + "/.", StringComparison.Ordinal), path.Replace(version, version + "/x/..", StringComparison.Ordinal),
            path.Replace(version, version + "%2f", StringComparison.Ordinal), path + "?x=1", path + "#", path + " ", path + "%20",
            path + ";x=1", path + "\0", path[1..], "/v2" + Tail(operation), version + path, path + "/..", "/openai" + Tail(operation),
        ];

        Assert.All(others, other => Assert.Equal(default, Exchanges.Operations.Find(operation.Method, other, HeadersOf(operation)) with { Dialect = null }));
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
        Assert.Equal(segment == "a/b" ? "models_retrieve" : null, Exchanges.Operations.Find("GET", $"/v1/models/{segment}").Operation?.Name);
        Assert.Equal(default, Exchanges.Operations.Find("GET", $"/v1/models/a/{segment}{(segment == "a/b" ? "/" : "")}"));
        Assert.Equal(default, Exchanges.Operations.Find("GET", $"/v1/files/{segment}/content"));
        Assert.Equal(default, Exchanges.Operations.Find("POST", $"/openai/deployments/{segment}/chat/completions"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a%2Fb")]
    [InlineData("%2e%2e")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("a/")]
    [InlineData("/a")]
    [InlineData("a\\b")]
    public void What_is_no_plain_name_is_no_model_ahead_of_a_verb(string name)
    {
        Assert.Null(Exchanges.Operations.Find("POST", $"/v1beta/models/{name}:generateContent").Operation);
        Assert.Null(Exchanges.Operations.Find("POST", $"/v1/models/{name}%3AgenerateContent").Operation);
    }

    [Theory]
    [InlineData("/v1beta/models/gemini-2.5-flash:generateContent", "generate_content", "gemini-2.5-flash")]
    [InlineData("/v1/models/gemini-2.5-flash:streamGenerateContent", "stream_generate_content", "gemini-2.5-flash")]
    [InlineData("/v1beta/models/gemini-2.5-flash%3AcountTokens", "count_tokens", "gemini-2.5-flash")]
    [InlineData("/v1beta/models/organisation/name:generateContent", "generate_content", "organisation/name")]
    [InlineData("/v1beta/models/ft:m:generateContent", "generate_content", "ft:m")]
    [InlineData("/v1beta/models/caf%C3%A9:embedContent", "embed_content", "café")]
    public void A_model_stands_ahead_of_its_verb(string path, string operation, string model)
    {
        var match = Exchanges.Operations.Find("POST", path);

        Assert.Equal((operation, model), (match.Operation?.Name, match.Model));
    }

    [Theory]
    [InlineData("/v1beta/models/m:generate")]
    [InlineData("/v1beta/models/m:GenerateContent")]
    [InlineData("/v1beta/models/m:xgenerateContent")]
    [InlineData("/v1beta/models/mgenerateContent")]
    [InlineData("/v1beta/models/:generateContent")]
    [InlineData("/v1beta/m:generateContent")]
    [InlineData("/v1betamodels/m:generateContent")]
    public void Another_verb_leads_nowhere(string path) => Assert.Null(Exchanges.Operations.Find("POST", path).Operation);

    [Fact]
    public void Where_two_dialects_share_a_path_a_header_tells_them_apart()
    {
        var anthropic = new HeaderDictionary { ["anthropic-version"] = "2023-06-01" };
        foreach (var path in (string[])["/v1/models", "/v1/models/m"])
        {
            Assert.Equal("openai-chat", Exchanges.Operations.Find("GET", path).Operation?.Dialect.Name);
            Assert.Equal("openai-chat", Exchanges.Operations.Find("GET", path, new HeaderDictionary()).Operation?.Dialect.Name);
            Assert.Equal("anthropic", Exchanges.Operations.Find("GET", path, anthropic).Operation?.Dialect.Name);
            Assert.Equal("gemini", Exchanges.Operations.Find("GET", path.Replace("v1", "v1beta", StringComparison.Ordinal), anthropic).Operation?.Dialect.Name);
        }

        Assert.Equal("anthropic", Exchanges.Operations.Find("POST", "/apps/anthropic/v1/messages").Operation?.Dialect.Name);
    }

    [Theory]
    [InlineData("/apps/anthropic/v1/chat/completions", "anthropic")]
    [InlineData("/v1beta/chat/completions", "gemini")]
    [InlineData("/v1beta/models/m:fly", "gemini")]
    [InlineData("/v1betamodels/m:fly", null)]
    [InlineData("/v1/chat/incompletions", null)]
    public void What_is_below_the_version_of_one_dialect_is_meant_for_it_also_where_it_leads_nowhere(string path, string? dialect)
    {
        var match = Exchanges.Operations.Find("POST", path);

        Assert.Null(match.Operation);
        Assert.Equal(dialect, match.Dialect?.Name);
    }

    [Theory]
    [InlineData("/v1/messages/batches", "anthropic")]
    [InlineData("/v1/files/x/y/z", "anthropic")]
    [InlineData("/v1beta/cachedContents", "gemini")]
    [InlineData("/v1messages", null)]
    [InlineData("/nowhere", null)]
    public void Where_several_dialects_share_a_version_a_header_tells_whose_a_path_is_that_leads_nowhere(string path, string? dialect)
    {
        var match = Exchanges.Operations.Find("POST", path, new HeaderDictionary { ["anthropic-version"] = "2023-06-01" });

        Assert.Null(match.Operation);
        Assert.Equal(dialect, match.Dialect?.Name);
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

    private static string Tail(Operation operation) => operation.Tail
        .Replace("{id}", "id-1", StringComparison.Ordinal).Replace("{item_id}", "item_2", StringComparison.Ordinal).Replace("{model}", "model-3", StringComparison.Ordinal);

    private static string Version(Operation operation) => operation.Path[..^operation.Tail.Length];

    private static string? ModelOf(Operation operation) => operation.Model == ModelPlace.Path ? "model-3" : null;

    private static HeaderDictionary HeadersOf(Operation operation) => operation.OnlyWith is { } header ? new HeaderDictionary { [header] = "1" } : [];

    private static bool Fits(Operation operation, string tail) =>
        operation.Tail.Split('/').Length == tail.Split('/').Length
        && operation.Tail.Split('/').Zip(tail.Split('/')).All(pair => pair.First.StartsWith("{model}", StringComparison.Ordinal)
            ? pair.Second.EndsWith(pair.First["{model}".Length..], StringComparison.Ordinal)
            : pair.First.StartsWith('{') || pair.First == pair.Second);
}
