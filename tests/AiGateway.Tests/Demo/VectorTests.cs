using System.Buffers.Binary;
using System.Net;
using System.Text.Json;

namespace AiGateway.Tests.Demo;

public sealed class VectorTests
{
    [Fact]
    public async Task Embeddings_are_unit_vectors_in_the_order_of_the_input()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("embeddings", """{"model":"sim-embedding","input":["the cat sat","the cat sat down","quantum physics"]}""");
        Assert.Equal("list", answer.GetProperty("object").GetString());
        var data = answer.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2], data.Select(item => item.GetProperty("index").GetInt32()));
        var vectors = data.Select(Floats).ToList();
        Assert.All(vectors, vector => Assert.Equal(1536, vector.Length));
        Assert.All(vectors, vector => Assert.Equal(1, Similarity(vector, vector), 3));
        Assert.True(Similarity(vectors[0], vectors[1]) > 0.7);
        Assert.True(Similarity(vectors[0], vectors[2]) < 0.3);
        Assert.Equal(3 + 4 + 4, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Base64_carries_the_same_floats_little_endian()
    {
        await using var server = await SimulatedServer.StartAsync();
        var floats = Floats((await server.AskAsync("embeddings", """{"model":"sim-embedding","input":"你好 world","dimensions":8}""")).GetProperty("data")[0]);
        var packed = await server.AskAsync("embeddings", """{"model":"sim-embedding","input":"你好 world","dimensions":8,"encoding_format":"base64"}""");
        var bytes = packed.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        Assert.Equal(floats, Enumerable.Range(0, 8).Select(index => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(index * 4))));
    }

    [Theory]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[[1,2,3],[4]]", 2)]
    public async Task Tokens_are_taken_too(string input, int count)
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("embeddings", $$"""{"model":"sim-embedding","input":{{input}},"dimensions":4}""");
        Assert.Equal(count, answer.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"model":"sim-embedding"}""", "input")]
    [InlineData("""{"model":"sim-embedding","input":""}""", "input")]
    [InlineData("""{"model":"sim-embedding","input":[]}""", "input")]
    [InlineData("""{"model":"sim-embedding","input":"a","dimensions":0}""", "dimensions")]
    [InlineData("""{"model":"sim-embedding","input":"a","encoding_format":"hex"}""", "encoding_format")]
    public async Task A_bad_field_is_named(string body, string param)
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.Equal(param, (await server.RefusalAsync("embeddings", body, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task The_size_of_an_answer_is_bounded()
    {
        await using var server = await SimulatedServer.StartAsync();
        var inputs = string.Join(',', Enumerable.Repeat("\"a\"", 2000));
        var body = $$"""{"model":"sim-embedding","input":[{{inputs}}],"dimensions":4096}""";
        Assert.Equal("input", (await server.RefusalAsync("embeddings", body, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task Documents_are_ranked_by_the_words_that_they_share_with_the_query()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("rerank", """
            {"model":"sim-rerank","query":"where do cats sleep","documents":["stock markets fell",{"text":"cats sleep on sofas"},"dogs sleep"],"top_n":2,"return_documents":true}
            """);
        var results = answer.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal([1, 2], results.Select(result => result.GetProperty("index").GetInt32()));
        Assert.Equal("cats sleep on sofas", results[0].GetProperty("document").GetProperty("text").GetString());
        Assert.All(results, result => Assert.InRange(result.GetProperty("relevance_score").GetDouble(), 0, 1));
        Assert.True(answer.GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
        Assert.Equal("documents", (await server.RefusalAsync("rerank", """{"model":"sim-rerank","query":"a","documents":[]}""", HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task Moderations_flag_a_few_words()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("moderations", """{"input":["I will kill you","Good morning"]}""");
        Assert.Equal("sim-moderation", answer.GetProperty("model").GetString());
        var results = answer.GetProperty("results");
        Assert.True(results[0].GetProperty("flagged").GetBoolean());
        Assert.True(results[0].GetProperty("categories").GetProperty("violence").GetBoolean());
        Assert.True(results[0].GetProperty("category_scores").GetProperty("violence").GetDouble() > 0.9);
        Assert.False(results[1].GetProperty("flagged").GetBoolean());
        var parts = await server.AskAsync("moderations", """{"model":"sim-moderation","input":[{"type":"text","text":"kill"},{"type":"image_url","image_url":{"url":"x"}}]}""");
        Assert.True(Assert.Single(parts.GetProperty("results").EnumerateArray()).GetProperty("flagged").GetBoolean());
    }

    private static float[] Floats(JsonElement item) => item.GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle()).ToArray();

    private static double Similarity(float[] one, float[] other) => one.Zip(other).Sum(pair => (double)pair.First * pair.Second);
}
