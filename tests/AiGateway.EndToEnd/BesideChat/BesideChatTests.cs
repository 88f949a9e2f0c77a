using System.Text.Json;

namespace AiGateway.EndToEnd.BesideChat;

public sealed class BesideChatTests(BesideChatFixture fixture) : IClassFixture<BesideChatFixture>
{
    private static readonly string s_twelve = string.Join(',', Enumerable.Range(0, 12).Select(index => $"\"text {index}\""));

    [Theory]
    [InlineData("/v1/messages/count_tokens", """{"model":"on-gemini","messages":[{"role":"user","content":"Hello"}]}""", """{"totalTokens":31}""", """{"input_tokens":31}""", "/v1beta/models/gemini-x:countTokens")]
    [InlineData("/v1/responses/input_tokens", """{"model":"on-anthropic","input":"Hello"}""", """{"input_tokens":31}""", """{"object":"response.input_tokens","input_tokens":31}""", "/v1/messages/count_tokens")]
    [InlineData("/v1beta/models/on-anthropic:countTokens", """{"contents":[{"parts":[{"text":"Hello"}]}]}""", """{"input_tokens":31}""", """{"totalTokens":31}""", "/v1/messages/count_tokens")]
    [InlineData("/v1/messages/count_tokens", """{"model":"on-anthropic","messages":[{"role":"user","content":"Hello"}]}""", """{ "input_tokens": 31 }""", """{ "input_tokens": 31 }""", "/v1/messages/count_tokens")]
    public async Task The_provider_counts_where_it_can(string path, string body, string answer, string told, string asked)
    {
        var script = fixture.Upstream.Play(Answer.Json(answer));

        var reply = await fixture.SendAsync(CallerRequest.Post(path, body));

        Assert.Equal((200, told, null), (reply.Status, reply.Text, reply.Head["x-gateway-estimated"]));
        Assert.Equal(asked, script.Only.Head.Target);
        Assert.DoesNotContain("max_tokens", script.Only.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages/count_tokens", """{"model":"on-mistral","messages":[{"role":"user","content":"Hello"}]}""", """{"input_tokens":8}""")]
    [InlineData("/v1/responses/input_tokens", """{"model":"on-mistral","input":"Hello"}""", """{"object":"response.input_tokens","input_tokens":8}""")]
    [InlineData("/v1beta/models/on-mistral:countTokens", """{"contents":[{"parts":[{"text":"Hello"}]}]}""", """{"totalTokens":8}""")]
    public async Task The_gateway_estimates_where_the_provider_cannot_count(string path, string body, string told)
    {
        var script = fixture.Upstream.Play(Answer.Json("{}"));

        var reply = await fixture.SendAsync(CallerRequest.Post(path, body));

        Assert.Equal((200, told, "true"), (reply.Status, reply.Text, reply.Head["x-gateway-estimated"]));
        Assert.Equal(0, script.Count);
    }

    [Fact]
    public async Task Embeddings_of_Gemini_are_told_as_OpenAI_tells_them()
    {
        var script = fixture.Upstream.Play(Answer.Json("""{"embeddings":[{"values":[0.5,-2,0.25]}]}"""));

        var reply = await fixture.SendAsync(CallerRequest.Post("/v1/embeddings", """{"model":"on-gemini","input":["Hello"],"encoding_format":"base64","user":"u"}"""));

        Assert.Equal("AAAAPwAAAMAAAIA+", reply.Json.GetProperty("data")[0].GetProperty("embedding").GetString());
        Assert.Equal(("user", "true"), (reply.Head["x-gateway-dropped"], reply.Head["x-gateway-estimated"]));
        Assert.Equal(("/v1beta/models/gemini-x:batchEmbedContents", Rig.UpstreamKey), (script.Only.Head.Target, script.Only.Head["x-goog-api-key"]));
        Assert.Equal("""{"requests":[{"model":"models/gemini-x","content":{"parts":[{"text":"Hello"}]}}]}""", script.Only.Text);
    }

    [Fact]
    public async Task Embeddings_of_whoever_speaks_OpenAIs_API_are_told_as_Gemini_tells_them()
    {
        var script = fixture.Upstream.Play(Answer.Json("""{"data":[{"index":0,"embedding":[0.5]}],"usage":{"prompt_tokens":2,"total_tokens":2}}"""));

        var reply = await fixture.SendAsync(CallerRequest.Post("/v1beta/models/on-mistral:embedContent", """{"content":{"parts":[{"text":"Hello"}]},"outputDimensionality":8}"""));

        Assert.Equal("""{"embedding":{"values":[0.5]},"usageMetadata":{"promptTokenCount":2,"totalTokenCount":2}}""", reply.Text);
        Assert.Equal("/mistral/v1/embeddings", script.Only.Head.Target);
        Assert.Equal("""{"model":"mistral-x","input":["Hello"],"output_dimension":8}""", script.Only.Text);
    }

    [Fact]
    public async Task More_texts_than_the_provider_takes_are_asked_for_in_pieces()
    {
        var script = fixture.Upstream.Play(Vectors);

        var reply = await fixture.SendAsync(CallerRequest.Post("/v1/embeddings", $$"""{"model":"on-dashscope","input":[{{s_twelve}}]}"""));

        Assert.Equal(Enumerable.Range(0, 12), reply.Json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()));
        Assert.Equal([10, 2], script.Requests.Select(request => JsonElement.Parse(request.Body).GetProperty("input").GetArrayLength()));
        Assert.All(script.Requests, request => Assert.Equal("/compatible-mode/v1/embeddings", request.Head.Target));
        Assert.Equal((12, "1"), (reply.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), reply.Head["x-gateway-attempts"]));
    }

    [Fact]
    public async Task A_piece_that_fails_sends_the_whole_to_the_next_target()
    {
        var script = fixture.Upstream.Play(exchange => exchange.Number switch
        {
            0 => Vectors(exchange),
            1 => Answer.Json("""{"error":{"message":"busy"}}""", 500)(exchange),
            _ => Answer.Json($$"""{"embeddings":[{{string.Join(',', Enumerable.Repeat("""{"values":[1]}""", 12))}}]}""")(exchange),
        });

        var reply = await fixture.SendAsync(CallerRequest.Post("/v1/embeddings", $$"""{"model":"on-dashscope","input":[{{s_twelve}}]}"""));

        Assert.Equal((200, 12, "gemini"), (reply.Status, reply.Json.GetProperty("data").GetArrayLength(), reply.Head["x-gateway-provider"]));
        Assert.Equal(3, script.Count);
    }

    [Theory]
    [InlineData("rerank", "/compatible-api/v1/reranks", """{"model":"qwen3-rerank","query":"q","documents":["a","b"],"top_n":1}""")]
    [InlineData("rerank-cohere", "/v2/rerank", """{"model":"rerank-v4","query":"q","documents":["a","b"],"top_n":1}""")]
    public async Task Documents_are_put_in_order_in_one_shape(string model, string path, string asked)
    {
        var script = fixture.Upstream.Play(Answer.Json("""{"id":"x","model":"r","results":[{"index":1,"relevance_score":0.9}],"usage":{"total_tokens":5}}"""));

        var reply = await fixture.SendAsync(CallerRequest.Post(
            "/v1/rerank", $$"""{"model":"{{model}}","query":"q","documents":["a",{"text":"b"}],"top_n":1,"return_documents":true}"""));

        Assert.Equal(
            """{"id":"x","model":"r","results":[{"index":1,"relevance_score":0.9,"document":{"text":"b"}}],"usage":{"prompt_tokens":5,"total_tokens":5}}""", reply.Text);
        Assert.Equal((path, asked), (script.Only.Head.Target, script.Only.Text));
    }

    [Fact]
    public async Task Models_are_listed_in_each_dialect_part_by_part()
    {
        var openAi = await fixture.SendAsync(CallerRequest.Get("/v1/models"));
        Assert.Equal(7, openAi.Json.GetProperty("data").GetArrayLength());

        var anthropic = await fixture.SendAsync(CallerRequest.Get("/v1/models?limit=2&after_id=on-gemini").With(("anthropic-version", "2023-06-01")));
        Assert.Equal(["on-anthropic", "on-mistral"], anthropic.Json.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.True(anthropic.Json.GetProperty("has_more").GetBoolean());

        var gemini = await fixture.SendAsync(CallerRequest.Get("/v1beta/models?pageSize=3"));
        var next = gemini.Json.GetProperty("nextPageToken").GetString();
        Assert.Equal("models/on-dashscope", (await fixture.SendAsync(CallerRequest.Get($"/v1beta/models?pageSize=3&pageToken={next}"))).Json.GetProperty("models")[0].GetProperty("name").GetString());

        var limited = await fixture.SendAsync(CallerRequest.Get("/v1/models") with { Key = Rig.OtherKey });
        Assert.Equal(4, limited.Json.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/models/org/model", null, "id", "org/model")]
    [InlineData("/v1/models/org/model", "anthropic-version", "display_name", "org/model")]
    [InlineData("/v1beta/models/org/model", null, "name", "models/org/model")]
    public async Task A_model_whose_name_has_a_slash_is_found(string path, string? header, string member, string value)
    {
        var reply = await fixture.SendAsync(header is null ? CallerRequest.Get(path) : CallerRequest.Get(path).With((header, "2023-06-01")));

        Assert.Equal((200, value), (reply.Status, reply.Json.GetProperty(member).GetString()));
    }

    [Theory]
    [InlineData("/v1/models/no/such", null, 404, "code", "model_not_found")]
    [InlineData("/v1/models/no/such", "anthropic-version", 404, "type", "not_found_error")]
    [InlineData("/v1beta/models/no/such", null, 404, "status", "NOT_FOUND")]
    [InlineData("/v1/models?limit=0", "anthropic-version", 400, "type", "invalid_request_error")]
    [InlineData("/v1beta/models?pageToken=x", null, 400, "status", "INVALID_ARGUMENT")]
    public async Task What_is_not_there_is_told_in_the_callers_dialect(string path, string? header, int status, string member, string value)
    {
        var reply = await fixture.SendAsync(header is null ? CallerRequest.Get(path) : CallerRequest.Get(path).With((header, "2023-06-01")));

        Assert.Equal((status, value), (reply.Status, reply.Json.GetProperty("error").GetProperty(member).GetString()));
    }

    private static Task Vectors(UpstreamExchange exchange)
    {
        var count = JsonElement.Parse(exchange.Request.Body).GetProperty("input").GetArrayLength();
        var data = Enumerable.Range(0, count).Select(index => $$"""{"object":"embedding","index":{{index}},"embedding":[{{index}}]}""");
        return Answer.Json($$$"""{"object":"list","data":[{{{string.Join(',', data)}}}],"model":"v4","usage":{"prompt_tokens":{{{count}}},"total_tokens":{{{count}}}}}""")(exchange);
    }
}
