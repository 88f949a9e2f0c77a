using System.Net;
using AiGateway.Configuration;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class AttemptTests
{
    private const string Streaming = """{"model":"m","stream":true}""";

    // What the provider says, what becomes of it (0: the provider's own answer), and what it counts as.
    [Theory]
    [InlineData(400, """{"error":{"message":"no"}}""", 0, null, "caller_fault")]
    [InlineData(404, """{"error":{"code":"model_not_found"}}""", 0, null, "caller_fault")]
    [InlineData(400, """{"error":{"code":"context_length_exceeded"}}""", 0, null, "too_long")]
    [InlineData(400, """{"code":"DataInspectionFailed"}""", 0, null, "filtered")]
    [InlineData(429, """{"error":{}}""", 0, null, "throttled")]
    [InlineData(500, """{"error":{}}""", 0, null, "broke")]
    [InlineData(503, """[]""", 0, null, "broke")]
    [InlineData(401, """{"error":{"message":"sk-provider is wrong"}}""", 502, "upstream_auth_error", "credential_refused")]
    [InlineData(402, """{}""", 502, "upstream_auth_error", "credential_refused")]
    [InlineData(403, """{}""", 502, "upstream_auth_error", "access_denied")]
    [InlineData(400, """{"error":{"message":"Access denied","type":"Arrearage"},"code":"Arrearage"}""", 502, "upstream_auth_error", "credential_refused")]
    [InlineData(400, "<html>", 400, "response_error", "caller_fault")]
    [InlineData(429, "slow down", 429, "rate_limit_exceeded", "throttled")]
    [InlineData(502, "<html>", 502, "response_error", "broke")]
    [InlineData(503, "", 502, "response_error", "broke")]
    [InlineData(302, "{}", 502, "response_error", "broke")]
    [InlineData(200, "<html>", 502, "response_error", "broke")]
    [InlineData(200, "", 502, "response_error", "broke")]
    [InlineData(200, """{"id":"x"}""", 0, null, "success")]
    public async Task Each_answer_leads_to_what_the_table_says(int status, string body, int told, string? code, string metric)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(status, body));

        var outcome = await provider.RunAsync();

        Assert.Equal((told == 0 ? null : told, code), (outcome.Error?.Status, outcome.Error?.Code));
        Assert.Equal(told == 0 ? body : "", await provider.ReadTextAsync());
        Assert.Equal(told == 0 ? status : 0, provider.Exchange.Reply.Status);
        Assert.DoesNotContain("sk-provider", outcome.Error?.Message ?? "", StringComparison.Ordinal);
        Assert.Contains($"aigateway_upstream_attempts_total{{provider=\"default\",outcome=\"{metric}\"}} 1", await provider.ReadMetricsAsync(), StringComparison.Ordinal);
        Assert.Equal((1, status), (provider.Exchange.Attempts, provider.Exchange.UpstreamStatus));
        Assert.Equal(0, provider.Budget.Held);
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""", "prompt is too long: too many tokens: 9 > 8")]
    [InlineData("/v1/responses", """{"model":"m","input":"Hi"}""", "\"code\":\"context_length_exceeded\"")]
    public async Task What_a_provider_says_of_a_request_that_is_too_long_is_told_in_the_words_that_clients_know(string path, string body, string expected)
    {
        using var provider = new ScriptedProvider(
            _ => ScriptedProvider.Answer(400, """{"message":"too many tokens: 9 > 8"}"""),
            path, body, type: "cohere");

        await provider.RunAsync();

        Assert.Equal(400, provider.Exchange.Reply.Status);
        Assert.Contains(expected, await provider.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_another_dialect_comes_under_the_status_that_it_tells()
    {
        using var provider = new ScriptedProvider(
            _ => ScriptedProvider.Answer(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""),
            body: """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""",
            type: "anthropic");

        await provider.RunAsync();

        Assert.Equal(503, provider.Exchange.Reply.Status);
        Assert.Equal(529, provider.Exchange.UpstreamStatus);
        Assert.Contains("\"message\":\"Overloaded\"", await provider.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, 502, "connection_error")]
    [InlineData(HttpRequestError.ConnectionError, 502, "connection_error")]
    [InlineData(HttpRequestError.SecureConnectionError, 502, "connection_error")]
    [InlineData(HttpRequestError.ResponseEnded, 502, "response_error")]
    [InlineData(HttpRequestError.InvalidResponse, 502, "response_error")]
    public async Task No_answer_is_told_by_its_cause(HttpRequestError error, int status, string code)
    {
        using var provider = new ScriptedProvider(_ => throw new HttpRequestException(error));

        var outcome = await provider.RunAsync();

        Assert.Equal((status, code), (outcome.Error?.Status, outcome.Error?.Code));
    }

    [Theory]
    [InlineData(StopReason.AnswerLate, 504, "upstream_timeout")]
    [InlineData(StopReason.Total, 504, "upstream_timeout")]
    [InlineData(StopReason.CallerGone, 499, "client_closed_request")]
    [InlineData(StopReason.ShuttingDown, 503, "overloaded")]
    public async Task A_wait_that_was_given_up_is_told_by_its_reason(StopReason reason, int status, string code)
    {
        ScriptedProvider? self = null;
        using var provider = self = new ScriptedProvider(_ =>
        {
            self!.Exchange.Deadline.Stop(reason);
            throw new OperationCanceledException();
        });

        var outcome = await provider.RunAsync();

        Assert.Equal((status, code), (outcome.Error?.Status, outcome.Error?.Code));
    }

    [Fact]
    public async Task A_connection_that_proved_dead_is_no_attempt()
    {
        using var provider = new ScriptedProvider(request => request == 1
            ? throw new HttpRequestException("dead", new StaleConnectionException(null))
            : ScriptedProvider.Answer(200, "{}"));

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.Equal((2, 1), (provider.Requests.Count, provider.Exchange.Attempts));
        Assert.Equal(provider.Requests[0], provider.Requests[1]);
    }

    [Fact]
    public async Task Whatever_goes_wrong_the_target_is_left_as_it_was()
    {
        using var provider = new ScriptedProvider(_ => throw new InvalidOperationException("a bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(provider.RunAsync);

        var health = provider.Exchange.Route!.Targets[0].Health;
        Assert.Equal((0, 0), (health.UnderWay, health.Silent));
    }

    [Fact]
    public async Task Even_a_fresh_connection_is_tried_but_once()
    {
        using var provider = new ScriptedProvider(_ => throw new HttpRequestException("dead", new StaleConnectionException(null)));

        Assert.Equal("response_error", (await provider.RunAsync()).Error?.Code);
        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task A_provider_that_refuses_the_usage_option_is_asked_without_it_and_remembered()
    {
        const string Done = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        using var provider = new ScriptedProvider(
            request => request == 1
                ? ScriptedProvider.Answer(400, """{"error":{"message":"Unknown parameter: 'stream_options'."}}""")
                : ScriptedProvider.Answer(200, Done, "text/event-stream"),
            body: Streaming);

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.Contains("include_usage", provider.Requests[0], StringComparison.Ordinal);
        Assert.Equal(Streaming, provider.Requests[1]);
        Assert.Equal(Done, await provider.ReadTextAsync());
        Assert.True(provider.Provider.RefusesUsage("m"));
        Assert.False(provider.Provider.RefusesUsage("other"));
    }

    [Fact]
    public async Task A_refusal_of_what_the_caller_said_himself_is_his()
    {
        const string Refusal = """{"error":{"message":"Unknown parameter: 'stream_options'."}}""";
        using var provider = new ScriptedProvider(
            _ => ScriptedProvider.Answer(400, Refusal), body: """{"model":"m","stream":true,"stream_options":{"include_usage":true}}""");

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.Single(provider.Requests);
        Assert.Equal(Refusal, await provider.ReadTextAsync());
    }

    [Theory]
    [InlineData("""{"error":{"code":"\ud800"}}""")]
    [InlineData("""{"\ud800":1,"code":"x"}""")]
    public async Task Text_that_is_no_text_is_passed_on_all_the_same(string body)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(400, body));

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.Equal(body, await provider.ReadTextAsync());
    }

    [Fact]
    public async Task Headers_that_the_server_would_refuse_to_send_are_left_out()
    {
        using var provider = new ScriptedProvider(_ =>
        {
            var answer = ScriptedProvider.Answer(200, "{}");
            answer.Headers.TryAddWithoutValidation("x-request-id", "a\u0001b");
            answer.Headers.TryAddWithoutValidation("x-odd", "a\u007fb");
            answer.Headers.TryAddWithoutValidation("x-tab", "a\tb");
            return answer;
        });

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.All(provider.Exchange.Reply.Headers, header => Assert.True(HeaderText.IsSendable(header.Value.ToString()), header.Key));
        Assert.Equal("a\tb", provider.Exchange.Reply.Headers["x-tab"]);
    }

    [Fact]
    public async Task Without_memory_to_hold_it_an_answer_goes_through_as_it_comes()
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, """{"id":"x"}"""), budget: new MemoryBudget(0));

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.Equal("""{"id":"x"}""", await provider.ReadTextAsync());
    }

    [Theory]
    [InlineData("gAAA", null)]
    [InlineData("anthropic.gAAA", 503)]
    public async Task Reading_a_body_for_what_must_not_go_on_is_charged_for(string sealedReasoning, int? status)
    {
        using var provider = new ScriptedProvider(
            _ => ScriptedProvider.Answer(200, """{"id":"x"}"""),
            "/v1/responses", $$"""{"model":"m","input":[{"type":"reasoning","encrypted_content":"{{sealedReasoning}}"},{"role":"user","content":"Hi"}]}""",
            new MemoryBudget(500), "openai");

        Assert.Equal(status, (await provider.RunAsync()).Error?.Status);
        Assert.Equal(status is null ? 1 : 0, provider.Requests.Count);
    }

    [Fact]
    public async Task A_provider_is_sent_its_own_credential_and_no_other()
    {
        HttpRequestMessage? seen = null;
        var handler = new Seen(request => seen = request);
        using var connections = new UpstreamConnections(handler, handler);
        using var provider = new ScriptedProvider(_ => throw new InvalidOperationException());
        var exchange = provider.Exchange;
        exchange.RequestHeaders.Authorization = "Bearer " + Exchanges.Key;
        var settings = EnvironmentProvider.Of(new Uri("http://127.0.0.1:1/v1"), "sk-provider", new Version(1, 1));
        var route = new ModelRoute(exchange.Route!.Settings, [new Target(new TargetSettings("default"), new Provider(settings, connections))]);
        exchange.Itinerary = new Itinerary(exchange, route, provider.Time);
        Assert.True(exchange.Itinerary.TryNext(MoveOn.ToNextTarget, out var visit));
        using var asked = new TargetRequest(exchange, visit, provider.Budget, provider.Time);
        Assert.Null(asked.Prepare(continuation: null, mayAskForUsage: true));
        await using var call = new UpstreamCall(exchange, visit, asked, exchange.Deadline, provider.Time);

        Assert.Null(await call.SendAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal("Bearer sk-provider", seen!.Headers.NonValidated["Authorization"].ToString());
        Assert.Equal("http://127.0.0.1:1/v1/chat/completions", seen.RequestUri!.AbsoluteUri);
    }

    private sealed class Seen(Action<HttpRequestMessage> note) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            note(request);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
