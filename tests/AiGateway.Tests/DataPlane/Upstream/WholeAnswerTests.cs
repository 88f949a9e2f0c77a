using System.Net.Http.Headers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Ingress;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class WholeAnswerTests
{
    private const string Answer =
        """{"id":"x","choices":[{"message":{"content":"你好"}}],"usage":{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}}""";

    [Fact]
    public Task However_it_is_split_the_caller_gets_the_same_bytes_and_their_length() =>
        Gen.Int[1, 50].Array[1, 10].SampleAsync(async reads =>
        {
            using var provider = Provide(Encoding.UTF8.GetBytes(Answer), reads, "application/json");

            Assert.Null((await provider.RunAsync()).Error);
            Assert.Equal(Answer, await provider.ReadTextAsync());
            Assert.Equal(Encoding.UTF8.GetByteCount(Answer), provider.Exchange.Reply.Headers.ContentLength);
            Assert.Equal(new TokenUsage(5, 4, 0, 3, 0), provider.Exchange.Usage);
            Assert.Equal(0, provider.Budget.Held);
        });

    [Theory]
    [InlineData("""{"base_resp":{"status_code":1002,"status_msg":"slow down"}}""", 429, "rate_limit_exceeded", "The provider answered with an error: slow down")]
    [InlineData("""{"base_resp":{"status_code":2013,"status_msg":"invalid params"}}""", 400, "bad_request", "The provider answered with an error: invalid params")]
    [InlineData("""{"base_resp":{"status_code":1004,"status_msg":"login fail: sk-1"}}""", 502, "upstream_auth_error", "The provider refused the gateway's credential; your key is not at fault.")]
    [InlineData("""{"base_resp":{"status_code":1013}}""", 502, "response_error", "The provider answered with an error.")]
    public async Task A_failure_that_hides_under_a_200_is_told_as_one(string body, int status, string code, string message)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, body), type: "minimax");

        var outcome = await provider.RunAsync();

        Assert.Equal((status, code, message), (outcome.Error?.Status, outcome.Error?.Code, outcome.Error?.Message));
        Assert.Empty(await provider.ReadOutputAsync());
    }

    [Theory]
    [InlineData("/v1/chat/completions", "openai", """{"error":{"message":"Overloaded","code":502},"user_id":"u"}""", 502, "response_error")]
    [InlineData("/v1/chat/completions", "openrouter", """{"error":{"message":"Slow down","code":429}}""", 429, "rate_limit_exceeded")]
    [InlineData("/v1/chat/completions", "openai", """{"error":"no"}""", 502, "response_error")]
    [InlineData("/v1/responses", "openai", """{"error":{"message":"Too long","code":"context_length_exceeded"}}""", 400, "context_length_exceeded")]
    [InlineData("/v1/messages", "anthropic", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}""", 502, "response_error")]
    [InlineData("/v1beta/models/m:generateContent", "gemini", """{"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}}""", 502, "response_error")]
    [InlineData("/v1beta/models/m:streamGenerateContent", "gemini", """{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED"}}""", 429, "rate_limit_exceeded")]
    public async Task An_error_that_stands_in_place_of_an_answer_is_none_whatever_its_status(string path, string type, string body, int status, string code)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, body), path, type: type);

        var outcome = await provider.RunAsync();

        Assert.Equal((status, code), (outcome.Error?.Status, outcome.Error?.Code));
        Assert.Empty(await provider.ReadOutputAsync());
        Assert.Equal(0, provider.Budget.Held);
    }

    [Theory]
    [InlineData("/v1/responses", """{"id":"r","status":"failed","error":{"code":"server_error","message":"no"},"output":[]}""")]
    [InlineData("/v1/chat/completions", """{"id":"x","error":null}""")]
    [InlineData("/v1/chat/completions", """{"error":{"message":"beside an answer"},"choices":[]}""")]
    [InlineData("/v1/images/generations", """{"created":1,"data":[{"b64_json":"AA"}]}""")]
    public async Task What_answers_passes_whatever_else_it_says(string path, string body)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, body), path, type: "openai");

        Assert.Null((await provider.RunAsync()).Error);
        Assert.Equal(body, await provider.ReadTextAsync());
    }

    [Fact]
    public async Task What_there_is_not_enough_memory_for_goes_through_unread()
    {
        var bytes = Encoding.UTF8.GetBytes("[" + new string(' ', 300_000) + "]");
        using var provider = Provide(bytes, [1000, 7], "application/json", new MemoryBudget(20_000));

        Assert.Null((await provider.RunAsync()).Error);
        Assert.Equal(bytes, await provider.ReadOutputAsync());
        Assert.Null(provider.Exchange.Reply.Headers.ContentLength);
        Assert.Null(provider.Exchange.Usage);
        Assert.Equal(0, provider.Budget.Held);
    }

    [Fact]
    public async Task Half_an_answer_is_told_as_an_error_and_none_of_it_sent()
    {
        using var provider = Provide(Encoding.UTF8.GetBytes(Answer), [10], "application/json", breaks: new IOException("cut"));

        var outcome = await provider.RunAsync();

        Assert.Equal((502, "response_error", false), (outcome.Error?.Status, outcome.Error?.Code, outcome.Broken));
        Assert.Empty(await provider.ReadOutputAsync());
        Assert.False(provider.Exchange.Reply.HasBegun);
    }

    [Fact]
    public async Task What_breaks_after_some_of_it_was_sent_does_not_end_cleanly()
    {
        using var provider = Provide(new byte[100_000].Select(_ => (byte)'[').ToArray(), [1000], "application/json", new MemoryBudget(8192), new IOException("cut"));

        var outcome = await provider.RunAsync();

        Assert.Equal(("response_error", true), (outcome.Error?.Code, outcome.Broken));
    }

    [Theory]
    [InlineData("text/html", "{}")]
    [InlineData("application/json", "<html>")]
    [InlineData("application/json", "  ")]
    [InlineData("text/plain", "<html>")]
    public async Task A_page_of_some_proxy_is_no_answer(string type, string body)
    {
        using var provider = Provide(Encoding.UTF8.GetBytes(body), [3], type);

        Assert.Equal("response_error", (await provider.RunAsync()).Error?.Code);
    }

    [Theory]
    [InlineData("application/json", "\n\n \t{}")]
    [InlineData("text/plain; charset=utf-8", "WEBVTT")]
    [InlineData("application/octet-stream", "\u0001\u0002")]
    public async Task Whatever_else_it_is_is_passed_on(string type, string body)
    {
        using var provider = Provide(Encoding.UTF8.GetBytes(body), [3], type);

        Assert.Null((await provider.RunAsync()).Error);
        Assert.Equal(body, await provider.ReadTextAsync());
        Assert.Equal(type, provider.Exchange.Reply.Headers.ContentType);
    }

    private static ScriptedProvider Provide(byte[] bytes, int[] reads, string type, MemoryBudget? budget = null, Exception? breaks = null)
    {
        var content = new SplitContent(bytes, reads, breaks);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return new ScriptedProvider(_ => new HttpResponseMessage { Content = content }, budget: budget);
    }
}
