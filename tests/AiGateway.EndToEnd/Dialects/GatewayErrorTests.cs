using System.Text;
using AiGateway.EndToEnd.Dialects.Spoken;

namespace AiGateway.EndToEnd.Dialects;

/// <summary>What the gateway itself refuses, or fails to get, is told on each dialect's paths in that dialect.</summary>
public sealed class GatewayErrorTests(GatewayErrorTests.Refusing fixture) : IClassFixture<GatewayErrorTests.Refusing>
{
    private const string LimitedKey = "gw-test-key-limited-";

    // What is changed of a good request, and the status and the message that it leads to.
    private static readonly Dictionary<string, (Func<CallerRequest, CallerRequest> Change, int Status, string Message)> s_cases = new()
    {
        ["no key"] = (request => request with { Key = null }, 401, "An API key is required"),
        ["a wrong key"] = (request => request with { Key = "nobodys" }, 401, "The API key is not valid."),
        ["a key of the dialect that is wrong"] = (request => request with { Key = null, Headers = [("x-api-key", "nobodys")] }, 401, "The API key is not valid."),
        ["a model that there is not"] = (request => Named(request, "nothing"), 404, "The model 'nothing' does not exist."),
        ["a model that the key may not use"] = (request => request with { Key = Rig.OtherKey }, 403, "This key may not use the model 'late'."),
        ["no JSON"] = (request => request with { Body = "{"u8.ToArray() }, 400, ""),
        ["a compressed body"] = (request => request.With(("Content-Encoding", "gzip")), 415, "The request's body is compressed"),
        ["a body that is too large"] = (request => request with { Body = new byte[70_000] }, 413, "The request's body is larger than the 65536 bytes"),
        ["a wrong method"] = (request => request with { Method = "PUT" }, 405, "The path does not have this method."),
        ["a provider that is down"] = (request => Named(request, "down"), 502, "The provider could not be reached."),
        ["a provider that is late"] = (request => request.With(("x-gateway-timeout", "50ms")), 504, "The provider did not answer in time."),
    };

    public static TheoryData<string, bool, string> Cases =>
        [.. from dialect in SpokenDialect.All from streams in new[] { false, true } from name in s_cases.Keys select (dialect.Name, streams, name)];

    public static TheoryData<string> Dialects => [.. SpokenDialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_refusal_is_told_in_the_callers_dialect(string name, bool streams, string what)
    {
        var dialect = SpokenDialect.Of(name);
        var (change, status, message) = s_cases[what];

        AssertTells(await fixture.SendAsync(change(dialect.Ask("late", streams: streams))), dialect, status, message);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_limit_that_is_reached_is_told_in_the_callers_dialect_and_when_to_try_again(string name)
    {
        var dialect = SpokenDialect.Of(name);
        var request = dialect.Ask("down") with { Key = LimitedKey + name };
        AssertTells(await fixture.SendAsync(request), dialect, 502, "");

        var answer = await fixture.SendAsync(request);

        AssertTells(answer, dialect, 429, "The limit of 1 requests a minute is reached");
        Assert.InRange(int.Parse(answer.Head["retry-after"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 61);
    }

    [Fact]
    public async Task A_path_below_the_version_of_one_dialect_is_that_dialects()
    {
        var gemini = SpokenDialect.Of("gemini");
        AssertTells(await fixture.SendAsync(CallerRequest.Post("/v1beta/cachedContents", "{}")), gemini, 404, "There is no such path.");

        var anthropic = SpokenDialect.Of("anthropic");
        var batches = CallerRequest.Post("/v1/messages/batches", "{}").With(("anthropic-version", "2023-06-01"));
        AssertTells(await fixture.SendAsync(batches), anthropic, 404, "There is no such path.");
    }

    private static CallerRequest Named(CallerRequest request, string model) => request with
    {
        Target = request.Target.Replace("/late:", $"/{model}:", StringComparison.Ordinal),
        Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body!).Replace("\"late\"", $"\"{model}\"", StringComparison.Ordinal)),
    };

    private static void AssertTells(RawAnswer answer, SpokenDialect dialect, int status, string message)
    {
        var error = dialect.ReadError(answer.Json);
        Assert.Equal((status, dialect.WordFor(status)), (answer.Status, error.Word is "api_connection_error" ? dialect.WordFor(status) : error.Word));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Status is null ? null : status, error.Status);
        Assert.Equal("application/json", answer.Head["content-type"]);
        if (dialect.RequestIdHeader is { } header)
        {
            Assert.Equal(answer.Head["x-request-id"], answer.Head[header]);
        }

        if (dialect is SpokenAnthropic)
        {
            Assert.Equal(answer.Head["x-request-id"], answer.Json.GetProperty("request_id").GetString());
        }
    }

    /// <summary>A gateway that refuses: one provider is never there, and one never answers.</summary>
    public sealed class Refusing : IAsyncLifetime
    {
        private readonly ScriptedUpstream _late = new();
        private GatewayProcess? _gateway;

        public async ValueTask InitializeAsync()
        {
            _late.Play(exchange => exchange.StallAsync());
            _gateway = await GatewayProcess.StartAsync(new GatewayStart
            {
                Files = new Dictionary<string, string> { ["gateway.yaml"] = Configuration(_late.BaseUrl) },
                Environment = new Dictionary<string, string> { ["HOST"] = "127.0.0.1", ["PORT"] = "0" },
            });
        }

        public async Task<RawAnswer> SendAsync(CallerRequest request)
        {
            using var client = await RawClient.ConnectAsync(_gateway!.Port);
            await client.SendAsync(request);
            return await client.ReadAnswerAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_gateway is not null)
            {
                await _gateway.DisposeAsync();
            }

            await _late.DisposeAsync();
        }

        private static string Configuration(string late) => $$"""
            server: { limits: { request_body: 64KiB } }
            defaults: { retry: { attempts: 0 }, breaker: { failures: 0 } }
            providers:
              late: { type: openai-compatible, base_url: "{{late}}" }
              down: { type: openai-compatible, base_url: "http://127.0.0.1:1/v1" }
            models:
              late: { targets: [ { provider: late } ] }
              down: { targets: [ { provider: down } ] }
            keys:
              - { name: all, key: {{Rig.Key}} }
              - { name: few, key: {{Rig.OtherKey}}, models: [down] }
              {{string.Join("\n  ", SpokenDialect.All.Select(dialect => $"- {{ name: limited-{dialect}, key: {LimitedKey}{dialect}, limits: {{ rpm: 1 }} }}"))}}
            """;
    }
}
