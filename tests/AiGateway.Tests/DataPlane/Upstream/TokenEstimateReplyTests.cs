using AiGateway.Dialects;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class TokenEstimateReplyTests
{
    private const string Path = "/v1/messages/count_tokens";
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";

    [Fact]
    public async Task Where_the_provider_has_no_way_to_count_the_answer_is_an_estimate_and_nobody_is_asked()
    {
        using var provider = new ScriptedProvider(_ => throw new InvalidOperationException(), Path, Body, type: "mistral");

        var outcome = await provider.RunAsync();

        Assert.Null(outcome.Error);
        Assert.Equal((200, """{"input_tokens":8}"""), (provider.Exchange.Reply.Status, await provider.ReadTextAsync()));
        Assert.Equal("true", provider.Exchange.Reply.Headers["x-gateway-estimated"]);
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Where_the_provider_does_not_know_the_path_the_answer_is_an_estimate_and_it_is_not_asked_again(int status)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(status, """{"error":{"message":"no"}}"""), Path, Body, type: "anthropic");

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Equal("""{"input_tokens":8}""", await provider.ReadTextAsync());
        Assert.Equal("true", provider.Exchange.Reply.Headers["x-gateway-estimated"]);
        Assert.Single(provider.Requests);
        Assert.False(provider.Provider.TryApproach(provider.Exchange.Operation, provider.Exchange.TargetModel!, streams: false, out _));
        Assert.True(provider.Provider.TryApproach(provider.Exchange.Operation, "another", streams: false, out _));
        Assert.Equal(0, provider.Budget.Held);
    }

    [Fact]
    public async Task Where_the_provider_counts_in_another_dialect_its_number_is_told()
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, """{"totalTokens":31}"""), Path, Body, type: "gemini");

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Equal("""{"input_tokens":31}""", await provider.ReadTextAsync());
        Assert.False(provider.Exchange.Reply.Headers.ContainsKey("x-gateway-estimated"));
        Assert.Contains("generateContentRequest", Assert.Single(provider.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_provider_speaks_the_callers_dialect_its_bytes_pass()
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, """{ "input_tokens": 31, "new": 1 }"""), Path, Body, type: "anthropic");

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Equal(("""{ "input_tokens": 31, "new": 1 }""", Body), (await provider.ReadTextAsync(), Assert.Single(provider.Requests)));
    }

    [Fact]
    public async Task An_error_of_the_provider_is_told_and_not_papered_over()
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(400, """{"error":{"code":400,"message":"too many contents","status":"INVALID_ARGUMENT"}}"""), Path, Body, type: "gemini");

        await provider.RunAsync();

        Assert.Equal(400, provider.Exchange.Reply.Status);
        Assert.Contains("too many contents", await provider.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_no_number()
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, "data: {}\n\n", "text/event-stream"), Path, Body, type: "gemini");

        Assert.Equal(502, (await provider.RunAsync()).Error?.Status);
        Assert.Equal(OperationTask.CountTokens, provider.Exchange.Operation.Task);
    }

    [Fact]
    public async Task What_cannot_be_read_cannot_be_estimated()
    {
        using var provider = new ScriptedProvider(_ => throw new InvalidOperationException(), Path, """{"model":"m"}""", type: "mistral");

        var outcome = await provider.RunAsync();

        Assert.Equal((400, "messages"), (outcome.Error?.Status, outcome.Error?.Param));
    }
}
