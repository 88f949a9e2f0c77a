using System.Text.Json.Nodes;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class EmbeddingPiecesTests
{
    private static readonly string s_body = $$"""{"model":"text-embedding-v4","input":[{{string.Join(',', Enumerable.Range(0, 12).Select(index => $"\"{index}\""))}}]}""";

    [Fact]
    public async Task A_batch_that_the_provider_does_not_take_is_split_and_joined()
    {
        using var provider = new ScriptedProvider(request => Vectors(request == 1 ? 10 : 2, first: request == 1 ? 0 : 10), "/v1/embeddings", s_body, type: "dashscope");

        Assert.Null((await provider.RunAsync()).Error);

        var answer = JsonNode.Parse(await provider.ReadTextAsync())!;
        Assert.Equal(Enumerable.Range(0, 12), answer["data"]!.AsArray().Select(item => (int)item!["embedding"]![0]!));
        Assert.Equal((12, 12L), ((int)answer["usage"]!["prompt_tokens"]!, provider.Exchange.Usage!.Value.Input));
        Assert.Equal((2, 1), (provider.Requests.Count, provider.Exchange.Attempts));
        Assert.Equal(0, provider.Budget.Held);
    }

    [Fact]
    public async Task A_piece_that_fails_fails_the_whole()
    {
        using var provider = new ScriptedProvider(
            request => request == 1 ? Vectors(10, first: 0) : ScriptedProvider.Answer(400, """{"error":{"message":"input too long"}}"""), "/v1/embeddings", s_body, type: "dashscope");

        await provider.RunAsync();

        Assert.Equal((400, """{"error":{"message":"input too long"}}"""), (provider.Exchange.Reply.Status, await provider.ReadTextAsync()));
        Assert.Equal(2, provider.Requests.Count);
        Assert.Equal(0, provider.Budget.Held);
    }

    [Fact]
    public async Task A_piece_that_is_no_answer_fails_the_whole()
    {
        using var provider = new ScriptedProvider(request => Vectors(10, first: 0), "/v1/embeddings", s_body, type: "dashscope");

        Assert.Equal(502, (await provider.RunAsync()).Error?.Status);
        Assert.Equal(0, provider.Budget.Held);
    }

    [Fact]
    public async Task What_the_provider_takes_passes_byte_by_byte()
    {
        const string Body = """{ "model": "text-embedding-v4", "input": ["a"] }""";
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, """{ "data": [] }"""), "/v1/embeddings", Body, type: "dashscope");

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Equal((Body, """{ "data": [] }"""), (Assert.Single(provider.Requests), await provider.ReadTextAsync()));
    }

    [Fact]
    public async Task Usage_that_the_provider_does_not_tell_is_estimated_and_marked()
    {
        using var provider = new ScriptedProvider(
            _ => ScriptedProvider.Answer(200, """{"embeddings":[{"values":[1]}]}"""), "/v1/embeddings", """{"model":"gemini-embedding-001","input":"Hello"}""", type: "gemini");

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Equal("true", provider.Exchange.Reply.Headers["x-gateway-estimated"]);
        Assert.Equal(1, provider.Exchange.Usage?.Input);
    }

    [Fact]
    public async Task Tokens_are_refused_by_name()
    {
        using var provider = new ScriptedProvider(
            _ => throw new InvalidOperationException(), "/v1/embeddings", """{"model":"gemini-embedding-001","input":[1,2]}""", type: "gemini");

        var outcome = await provider.RunAsync();

        Assert.Equal((400, "unsupported_fields"), (outcome.Error?.Status, outcome.Error?.Code));
        Assert.Contains("input (tokens)", outcome.Error!.Message, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Vectors(int count, int first)
    {
        var data = Enumerable.Range(0, count).Select(index => $$"""{"object":"embedding","index":{{index}},"embedding":[{{first + index}}]}""");
        return ScriptedProvider.Answer(200, $$$"""{"object":"list","data":[{{{string.Join(',', data)}}}],"model":"text-embedding-v4","usage":{"prompt_tokens":{{{count}}},"total_tokens":{{{count}}}}}""");
    }
}
