using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Providers;

/// <summary>A provider whose requests carry tokens that a service account's signature is exchanged for, and that speaks to each model in its maker's words.</summary>
public sealed class ServiceAccountTests : IAsyncLifetime
{
    private const string Gemini = """{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,"totalTokenCount":4}}""";
    private const string Claude = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}""";
    private const string Messages = """{"model":"claude", "max_tokens":16,"messages":[{"role":"user","content":"Hi"}],"unknown":1}""";

    private readonly ScriptedUpstream _upstream = new();
    private readonly ScriptedUpstream _tokens = new();
    private GatewayProcess? _gateway;

    public async ValueTask InitializeAsync()
    {
        using var key = RSA.Create(2048);
        var account = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["project_id"] = "p",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "gateway@p.iam.gserviceaccount.com",
            ["token_uri"] = $"http://127.0.0.1:{_tokens.Port}/token",
        });
        var configuration = $$"""
            defaults: { retry: { attempts: 0 }, breaker: { failures: 0 } }
            providers:
              cloud: { type: vertex, credentials_file: account.json, base_url: "http://127.0.0.1:{{_upstream.Port}}/v1/projects/p/locations/l" }
            models:
              claude: { targets: [ { provider: cloud, model: claude-sonnet-4-5@20250929 } ] }
              gemini: { targets: [ { provider: cloud, model: gemini-2.5-pro } ] }
              vectors: { targets: [ { provider: cloud, model: gemini-embedding-001 } ] }
            keys: [ { name: test, key: {{Rig.Key}} } ]
            """;
        _gateway = await GatewayProcess.StartAsync(new GatewayStart
        {
            Files = new Dictionary<string, string> { ["gateway.yaml"] = configuration, ["account.json"] = account },
            Environment = new Dictionary<string, string> { ["HOST"] = "127.0.0.1", ["PORT"] = "0" },
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await _upstream.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    [Fact]
    public async Task One_token_is_exchanged_for_many_requests()
    {
        var exchange = _tokens.Play(Answer.Json("""{"access_token":"ya29.first","expires_in":3599,"token_type":"Bearer"}"""));
        var script = _upstream.Play(Answer.Json(Gemini));

        var asked = CallerRequest.Post($"/v1beta/models/gemini:generateContent?key={Rig.Key}&alt=json&quotaUser=me", """{"contents":[{"parts":[{"text":"Hi"}]}]}""") with { Key = null };
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(asked)));

        Assert.All(answers, answer => Assert.Equal((200, Gemini), (answer.Status, answer.Text)));
        Assert.All(script.Requests, request =>
        {
            Assert.Equal("Bearer ya29.first", request.Head["authorization"]);
            Assert.Equal("/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:generateContent?alt=json", request.Head.Target);
        });
        Assert.Equal(("POST", "/token"), (exchange.Only.Head.Method, exchange.Only.Head.Target));
        Assert.Equal("application/x-www-form-urlencoded", exchange.Only.Head["content-type"]);
        Assert.StartsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=eyJ", exchange.Only.Text);
    }

    [Fact]
    public async Task Messages_go_up_without_the_model_and_with_the_version_that_is_wanted()
    {
        _tokens.Play(Answer.Json("""{"access_token":"ya29.first","expires_in":3599}"""));
        var script = _upstream.Play(Answer.Json(Claude));

        var answer = await SendAsync(CallerRequest.Post("/v1/messages", Messages).With(("anthropic-version", "2023-06-01"), ("anthropic-beta", "b")));

        Assert.Equal((200, Claude), (answer.Status, answer.Text));
        Assert.Equal("/v1/projects/p/locations/l/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict", script.Only.Head.Target);
        Assert.Equal("""{"anthropic_version":"vertex-2023-10-16", "max_tokens":16,"messages":[{"role":"user","content":"Hi"}],"unknown":1}""", script.Only.Text);
        Assert.Equal("b", script.Only.Head["anthropic-beta"]);
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"vectors","input":["a","b"],"dimensions":1}""", "data", "embedding")]
    [InlineData(
        "/v1beta/models/vectors:batchEmbedContents",
        """{"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":1},{"content":{"parts":[{"text":"b"}]},"outputDimensionality":1}]}""", "embeddings", "values")]
    public async Task Vectors_are_predicted_one_text_after_the_other(string path, string body, string list, string member)
    {
        _tokens.Play(Answer.Json("""{"access_token":"ya29.first","expires_in":3599}"""));
        var script = _upstream.Play(Answer.Json("""{"predictions":[{"embeddings":{"values":[0.5],"statistics":{"token_count":2,"truncated":false}}}]}"""));

        var answer = await SendAsync(CallerRequest.Post(path, body));

        Assert.Equal((200, "[0.5]"), (answer.Status, JsonNode.Parse(answer.Text)![list]![1]![member]!.ToJsonString()));
        Assert.All(script.Requests, request => Assert.Equal("/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-001:predict", request.Head.Target));
        Assert.Equal(
            ["""{"instances":[{"content":"a"}],"parameters":{"outputDimensionality":1}}""", """{"instances":[{"content":"b"}],"parameters":{"outputDimensionality":1}}"""],
            script.Requests.Select(request => request.Text));
    }

    [Fact]
    public async Task A_chat_is_translated_for_either_maker()
    {
        _tokens.Play(Answer.Json("""{"access_token":"ya29.first","expires_in":3599}"""));
        var script = _upstream.Play(exchange => Answer.Json(exchange.Request.Head.Target.Contains("anthropic", StringComparison.Ordinal) ? Claude : Gemini)(exchange));

        foreach (var model in (string[])["claude", "gemini"])
        {
            var answer = await SendAsync(CallerRequest.Chat($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""").With(("anthropic-beta", "b"), ("OpenAI-Beta", "o")));
            Assert.Equal(200, answer.Status);
            Assert.Equal("Hi", (string?)JsonNode.Parse(answer.Text)!["choices"]![0]!["message"]!["content"]);
        }

        var (claude, gemini) = (script.Requests[0], script.Requests[1]);
        Assert.Equal("/v1/projects/p/locations/l/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict", claude.Head.Target);
        var body = JsonNode.Parse(claude.Text)!;
        Assert.Equal("vertex-2023-10-16", (string?)body["anthropic_version"]);
        Assert.Null(body["model"]);
        Assert.Equal("b", claude.Head["anthropic-beta"]);
        Assert.False(claude.Head.Has("anthropic-version") || claude.Head.Has("openai-beta"));
        Assert.Equal("/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:generateContent", gemini.Head.Target);
        Assert.False(gemini.Head.Has("anthropic-beta") || gemini.Head.Has("openai-beta"));
    }

    [Fact]
    public async Task An_account_that_is_gone_is_not_the_callers_fault()
    {
        _tokens.Play(Answer.Json("""{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", 400));
        var script = _upstream.Play(Answer.Json(Claude));

        var answer = await SendAsync(CallerRequest.Post("/v1/messages", Messages));

        Assert.Equal(502, answer.Status);
        Assert.DoesNotContain("JWT", answer.Text);
        Assert.Equal(0, script.Count);
    }

    private async Task<RawAnswer> SendAsync(CallerRequest request)
    {
        using var client = await RawClient.ConnectAsync(_gateway!.Port);
        await client.SendAsync(request);
        return await client.ReadAnswerAsync();
    }
}
