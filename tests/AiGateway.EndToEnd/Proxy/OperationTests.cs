using System.Text.Json;

namespace AiGateway.EndToEnd.Proxy;

public sealed class OperationTests(OperationTests.Fixture fixture) : IClassFixture<OperationTests.Fixture>
{
    public sealed class Fixture() : RigFixture(("SHARED_ACCOUNT_OBJECTS", "true"));

    private readonly Rig _rig = fixture.Rig;

    public static TheoryData<string, string, string?> All => Operations.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_operation_reaches_the_upstream_unchanged_and_so_does_its_answer(string method, string path, string? contentType)
    {
        var answer = """{ "odd" : 1.0e2,  "unknown":[null ] }""";
        var script = _rig.Upstream.Play(Answer.Json(answer));
        var request = Operations.Request(method, path + "?limit=2&after=a%20b&x=%C3%A9", contentType);

        var reply = await _rig.SendAsync(request);

        Assert.Equal((200, answer, true), (reply.Status, reply.Text, reply.Whole));
        var seen = script.Only;
        Assert.Equal(method, seen.Head.Method);
        Assert.Equal(ScriptedUpstream.BasePath + path["/v1".Length..] + "?limit=2&after=a%20b&x=%C3%A9", seen.Head.Target);
        Assert.Equal($"127.0.0.1:{_rig.Upstream.Port}", seen.Head["host"]);
        Assert.Equal("Bearer " + Rig.UpstreamKey, seen.Head["authorization"]);
        Assert.Equal(contentType, seen.Head["content-type"]);
        Assert.Equal(request.Body ?? [], seen.Body);
    }

    [Theory]
    [InlineData("/compatible-mode/v1/chat/completions")]
    [InlineData("/openai/v1/chat/completions")]
    public async Task Aliases_of_providers_manuals_reach_the_same_operation(string path)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Post(path, Samples.Chat));

        Assert.Equal(200, reply.Status);
        Assert.Equal(ScriptedUpstream.BasePath + "/chat/completions", script.Only.Head.Target);
        Assert.Equal(Samples.Chat, script.Only.Text);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"n":1.0e0}""")]
    [InlineData("""{"model":"qwen-max","messages":[{"role":"user","content":"Hi"}],"n":1.0e0}""")]
    public async Task A_deployment_in_the_path_is_the_model(string body)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Post("/openai/deployments/qwen-max/chat/completions", body));

        Assert.Equal(200, reply.Status);
        Assert.Equal("/chat/completions", script.Only.Head.Target.Split('?')[0][ScriptedUpstream.BasePath.Length..]);
        var sent = JsonElement.Parse(script.Only.Body);
        Assert.Equal("qwen-max", sent.GetProperty("model").GetString());
        Assert.Equal("1.0e0", sent.GetProperty("n").GetRawText());
        Assert.Single(sent.EnumerateObject(), member => member.NameEquals("model"));
    }

    [Fact]
    public async Task A_deployment_in_the_path_and_another_model_in_the_body_contradict_each_other()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Post("/openai/deployments/cheap/chat/completions", """{"model":"dear","messages":[]}"""));
        Assert.Equal((400, "bad_request"), (reply.Status, reply.ErrorCode));
        Assert.Equal("model", reply.Json.GetProperty("error").GetProperty("param").GetString());
        Assert.Equal(0, script.Count);
    }

    [Theory]
    [InlineData("/v1/nowhere")]
    [InlineData("/v1")]
    [InlineData("/v1/chat/completions/extra")]
    [InlineData("/v1/chat/completions/")]
    [InlineData("/V1/chat/completions")]
    [InlineData("/v1/chat%2Fcompletions")]
    [InlineData("/v1/%63hat/completions")]
    [InlineData("/v1/realtime")]
    [InlineData("/v1/fine_tuning/jobs")]
    [InlineData("/admin/v1/keys")]
    [InlineData("/api/v1/services/aigc")]
    [InlineData("/favicon.ico")]
    public async Task A_path_that_is_not_named_is_the_gateways_own_404(string path)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Post(path, Samples.Chat));

        Assert.Equal((404, "not_found"), (reply.Status, reply.ErrorCode));
        Assert.Equal("invalid_request_error", reply.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.True(reply.Json.GetProperty("error").TryGetProperty("param", out _));
        Assert.Equal(0, script.Count);
    }

    [Theory]
    [InlineData("/v1/../v1/chat/completions")]
    [InlineData("/v1/files/..")]
    [InlineData("/v1/files/../models")]
    [InlineData("/v1/files/.")]
    [InlineData("/v1/files/%2e%2e")]
    [InlineData("/v1/files/%2E%2e/content")]
    [InlineData("/v1/files/..;/content")]
    [InlineData("/v1/files/.;x=y/content")]
    [InlineData("/v1/files/..%3B/content")]
    [InlineData("/v1/models?a=\u0001")]
    [InlineData("/v1/models?a=\tb")]
    [InlineData("/v1/models?a#b")]
    [InlineData("/v1/files/a%2Fb")]
    [InlineData("/v1/files/a%2fb")]
    [InlineData("/v1/files/a%5Cb")]
    [InlineData("/v1/files/a\\b")]
    [InlineData("/v1//files")]
    [InlineData("//v1/files")]
    [InlineData("/v1/files//content")]
    public async Task Dots_encoded_slashes_and_doubled_slashes_are_refused(string path)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Get(path));

        Assert.InRange(reply.Status, 400, 404);
        Assert.NotEqual(401, reply.Status);
        Assert.Equal(0, script.Count);
        Assert.True(reply.Json.GetProperty("error").GetProperty("message").GetString() is { Length: > 0 });
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", "POST")]
    [InlineData("PUT", "/v1/chat/completions", "POST")]
    [InlineData("POST", "/v1/models", "GET")]
    [InlineData("DELETE", "/v1/models/qwen-plus", "GET")]
    [InlineData("PATCH", "/v1/files/file-1", "DELETE, GET")]
    [InlineData("BREW", "/v1/chat/completions", "POST")]
    [InlineData("POST", "/health", "GET, HEAD")]
    public async Task A_wrong_method_is_refused_with_those_that_are_right(string method, string path, string allowed)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(new CallerRequest(method, path) { Body = [] });

        Assert.Equal(405, reply.Status);
        Assert.Equal(allowed, string.Join(", ", reply.Head["allow"]!.Split(',').Select(name => name.Trim()).Where(name => name is not "OPTIONS").Order()));
        Assert.Equal("invalid_request_error", reply.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(0, script.Count);
    }

    [Fact]
    public async Task A_target_in_absolute_form_is_taken_by_its_path_and_its_host_chooses_nothing()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat();
        var reply = await _rig.SendAsync(request with { Target = $"http://gateway.test{request.Target}?a=1" });

        Assert.Equal(200, reply.Status);
        Assert.Equal(ScriptedUpstream.BasePath + "/chat/completions?a=1", script.Only.Head.Target);
        Assert.Equal($"127.0.0.1:{_rig.Upstream.Port}", script.Only.Head["host"]);
    }

    [Fact]
    public async Task What_belongs_to_the_account_is_nobodys_where_there_are_several_keys()
    {
        await using var rig = await Rig.StartAsync();
        var script = rig.Upstream.Play(Answer.Json("{}"));
        foreach (var (method, path, contentType) in Operations.OfTheAccount.Select(row => row.Data))
        {
            var reply = await rig.SendAsync(Operations.Request(method, path, contentType));
            Assert.True(reply.Status == 403, $"{method} {path} was answered with {reply.Status}");
            Assert.Equal("permission_error", reply.Json.GetProperty("error").GetProperty("type").GetString());
        }

        Assert.Equal(0, script.Count);
        await rig.AssertServesAsync();
    }

    [Fact]
    public async Task What_belongs_to_the_account_is_the_keys_where_there_is_only_one()
    {
        await using var rig = await Rig.StartAsync(("GATEWAY_API_KEYS", Rig.Key));
        rig.Upstream.Play(Answer.Json("{}"));
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Get("/v1/files"))).Status);
    }
}
