using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Embeddings;

public sealed class EmbeddingTranslatorTests
{
    // 0.5, -2 and 0.25 as little-endian 32-bit numbers.
    private const string Base64 = "AAAAPwAAAMAAAIA+";

    [Theory]
    [InlineData(
        "embeddings", """{"model":"asked-model","input":"Hello"}""",
        "batch_embed_contents", """{"requests":[{"model":"models/target-model","content":{"parts":[{"text":"Hello"}]}}]}""", "")]
    [InlineData(
        "embeddings", """{"model":"m","input":["Hello","你好\n"],"dimensions":256,"encoding_format":"base64","user":"u","task_type":"RETRIEVAL_DOCUMENT","title":"T"}""",
        "batch_embed_contents",
        """{"requests":[{"model":"models/target-model","content":{"parts":[{"text":"Hello"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"T","outputDimensionality":256},{"model":"models/target-model","content":{"parts":[{"text":"你好\n"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"T","outputDimensionality":256}]}""",
        "user")]
    [InlineData(
        "embeddings", """{"model":"m","input":"Hello"}""",
        "embed_content", """{"model":"models/target-model","content":{"parts":[{"text":"Hello"}]}}""", "")]
    [InlineData(
        "embed_content", """{"content":{"parts":[{"text":"Hel"},{"text":"lo"}]},"outputDimensionality":256}""",
        "embeddings", """{"model":"target-model","input":["Hello"],"dimensions":256}""", "")]
    [InlineData(
        "batch_embed_contents", """{"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY"},{"content":{"parts":[{"text":"b"}]},"autoTruncate":true}]}""",
        "embeddings", """{"model":"target-model","input":["a","b"]}""", "taskType, autoTruncate")]
    [InlineData(
        "embed_content", """{"content":{"parts":[{"text":"a"}]},"output_dimensionality":8,"task_type":"CLUSTERING"}""",
        "batch_embed_contents", """{"requests":[{"model":"models/target-model","content":{"parts":[{"text":"a"}]},"output_dimensionality":8,"task_type":"CLUSTERING"}]}""", "")]
    [InlineData(
        "embeddings", """{"model":"m","input":["Hello","你好"],"dimensions":256,"encoding_format":"base64","user":"u","task_type":"RETRIEVAL_DOCUMENT","title":"T"}""",
        "predict",
        """{"instances":[{"content":"Hello","task_type":"RETRIEVAL_DOCUMENT","title":"T"},{"content":"你好","task_type":"RETRIEVAL_DOCUMENT","title":"T"}],"parameters":{"outputDimensionality":256}}""",
        "user")]
    [InlineData(
        "embed_content", """{"model":"models/m","content":{"parts":[{"text":"Hel"},{"text":"lo"}]},"taskType":"CLUSTERING","autoTruncate":true}""",
        "predict", """{"instances":[{"content":"Hello","task_type":"CLUSTERING"}]}""", "autoTruncate")]
    public void A_request_is_put_in_the_targets_words(string caller, string body, string target, string asked, string dropped)
    {
        using var translator = Operations.Translate(caller, target, body);

        AssertSameJson(asked, translator.Request());
        Assert.Equal(dropped, string.Join(", ", translator.Dropped));
        Assert.Null(translator.Indispensable);
    }

    [Theory]
    [InlineData("batch_embed_contents", """{"input":"a"}""", """{"embeddings":[{"values":[0.5,-2,0.25]}]}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-2,0.25]}],"model":"asked-model","usage":{"prompt_tokens":1,"total_tokens":1}}""", true)]
    [InlineData("batch_embed_contents", """{"input":["a"],"encoding_format":"base64"}""", """{"embeddings":[{"values":[0.5,-2,0.25]}],"usageMetadata":{"promptTokenCount":4}}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAAMAAAIA+"}],"model":"asked-model","usage":{"prompt_tokens":4,"total_tokens":4}}""", false)]
    [InlineData("embed_content", """{"input":"a"}""", """{"embedding":{"values":[1e-3]}}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1e-3]}],"model":"asked-model","usage":{"prompt_tokens":1,"total_tokens":1}}""", true)]
    [InlineData("predict", """{"input":["a","b"]}""",
        """{"predictions":[{"embeddings":{"values":[0.5],"statistics":{"token_count":2,"truncated":false}}},{"embeddings":{"values":[-2],"statistics":{"token_count":3}}}]}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]},{"object":"embedding","index":1,"embedding":[-2]}],"model":"asked-model","usage":{"prompt_tokens":5,"total_tokens":5}}""", false)]
    [InlineData("predict", """{"input":"a"}""", """{"predictions":[{"embeddings":{"values":[0.5]}}]}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"asked-model","usage":{"prompt_tokens":1,"total_tokens":1}}""", true)]
    public void An_answer_of_Gemini_is_put_in_OpenAIs_words(string target, string body, string answer, string told, bool isEstimated)
    {
        using var translator = Operations.Translate("embeddings", target, body);
        translator.Request();

        Assert.Equal(told, translator.Answer(answer));
        Assert.Equal(isEstimated, translator.IsEstimated);
    }

    [Theory]
    [InlineData("embed_content", """{"content":{"parts":[{"text":"a"}]}}""",
        """{"data":[{"index":0,"embedding":[0.5,-2,0.25]}],"model":"x","usage":{"prompt_tokens":3,"total_tokens":3}}""",
        """{"embedding":{"values":[0.5,-2,0.25]},"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}""")]
    [InlineData("batch_embed_contents", """{"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]}""",
        """{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":"AAAAPwAAAMAAAIA+"}],"usage":{"total_tokens":3}}""",
        """{"embeddings":[{"values":[0.5,-2,0.25]},{"values":[2]}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}""")]
    public void An_answer_of_OpenAI_is_put_in_Geminis_words_in_the_order_of_the_texts(string caller, string body, string answer, string told)
    {
        using var translator = Operations.Translate(caller, "embeddings", body);
        translator.Request();

        Assert.Equal(told, translator.Answer(answer));
        Assert.Equal(3, translator.Usage?.Input);
        Assert.False(translator.IsEstimated);
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":["1"]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[[1]]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"no base64"}]}""")]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("{")]
    public void What_is_no_vector_for_each_text_is_no_answer(string answer)
    {
        using var translator = Operations.Translate("embed_content", "embeddings", """{"content":{"parts":[{"text":"a"}]}}""");
        translator.Request();

        Assert.Null(translator.Answer(answer));
    }

    [Theory]
    [InlineData("embeddings", """{"input":[1,2,3]}""", "input (tokens)")]
    [InlineData("embeddings", """{"input":[[1,2,3],[4]]}""", "input (tokens)")]
    [InlineData("embed_content", """{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}""", "content.parts")]
    [InlineData("batch_embed_contents", """{"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":8},{"content":{"parts":[{"text":"a"}]}}]}""", "requests[1].outputDimensionality")]
    public void What_no_text_can_stand_for_is_refused(string caller, string body, string field)
    {
        using var translator = Operations.Translate(caller, caller == "embeddings" ? "batch_embed_contents" : "embeddings", body);
        translator.Request();

        Assert.Equal(field, translator.Indispensable);
    }

    [Theory]
    [InlineData("embeddings", "{}", "input")]
    [InlineData("embeddings", """{"input":[]}""", "input")]
    [InlineData("embeddings", """{"input":["a",1]}""", "input[1]")]
    [InlineData("embeddings", """{"input":[1,"a"]}""", "input")]
    [InlineData("embeddings", """{"input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("embeddings", """{"input":"a","dimensions":-1}""", "dimensions")]
    [InlineData("embed_content", "{}", "content.parts")]
    [InlineData("batch_embed_contents", """{"requests":[]}""", "requests")]
    [InlineData("batch_embed_contents", """{"requests":[{"content":{"parts":[{"text":"a"}]}},{}]}""", "requests[1].content.parts")]
    public void A_body_that_cannot_be_read_is_told_where(string operation, string body, string where)
    {
        Assert.False(Operations.Named(operation).Vectors!.TryRead(Encoding.UTF8.GetBytes(body), out _, out var fault));
        Assert.Equal(where, fault.Where);
    }

    [Theory]
    [InlineData("dashscope", "text-embedding-v4", 11, "float", true)]
    [InlineData("dashscope", "text-embedding-v4", 10, "float", false)]
    [InlineData("dashscope", "text-embedding-v4", 10, "base64", true)]
    [InlineData("dashscope", "text-embedding-v2", 25, "float", false)]
    [InlineData("dashscope", "text-embedding-v2", 26, "float", true)]
    [InlineData("openai", "text-embedding-3-small", 2048, "base64", false)]
    public void A_provider_that_takes_less_is_asked_in_other_words(string preset, string model, int count, string format, bool adapts)
    {
        var body = $$"""{"model":"{{model}}","input":[{{string.Join(',', Enumerable.Repeat("\"a\"", count))}}],"encoding_format":"{{format}}"}""";

        Assert.Equal(adapts, Translator.Adapts(Operations.Named("embeddings"), ProviderCatalogue.ByType[preset], model, model, Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("another", true)]
    [InlineData("same", false)]
    public void Each_request_of_a_batch_names_the_model_so_that_another_name_is_written_into_each(string asked, bool adapts)
    {
        var body = Encoding.UTF8.GetBytes("""{"requests":[{"model":"models/another","content":{"parts":[{"text":"a"}]},"new":1}]}""");
        Assert.Equal(adapts, Translator.Adapts(Operations.Named("batch_embed_contents"), ProviderCatalogue.ByType["gemini"], asked, "same", body));

        using var translator = Operations.Translate("batch_embed_contents", "batch_embed_contents", Encoding.UTF8.GetString(body), "gemini", "same");
        AssertSameJson("""{"requests":[{"model":"models/same","content":{"parts":[{"text":"a"}]},"new":1}]}""", translator.Request());
    }

    [Fact]
    public void More_texts_than_the_target_takes_are_asked_for_piece_by_piece_and_joined_in_order()
    {
        var inputs = Enumerable.Range(0, 23).Select(index => $"\"text {index}\"");
        using var translator = Operations.Translate(
            "embeddings", "embeddings", $$"""{"model":"m","input":[{{string.Join(',', inputs)}}],"encoding_format":"base64","dimensions":1,"instruct":"x"}""",
            "dashscope", "text-embedding-v4");

        string? told = "";
        foreach (var (first, count) in new[] { (0, 10), (10, 10), (20, 3) })
        {
            Assert.Equal("", told);
            Assert.Equal(first > 0, translator.HasMore);
            var asked = JsonNode.Parse(translator.Request())!;
            Assert.Equal(Enumerable.Range(first, count).Select(index => $"text {index}"), asked["input"]!.AsArray().Select(text => (string)text!));
            Assert.Equal((1, "x", null), ((int)asked["dimensions"]!, (string)asked["instruct"]!, asked["encoding_format"]));
            var data = Enumerable.Range(0, count).Reverse().Select(index => $$"""{"index":{{index}},"embedding":[{{first + index}}]}""");
            told = translator.Answer($$$"""{"data":[{{{string.Join(',', data)}}}],"model":"v4","usage":{"prompt_tokens":{{{count}}},"total_tokens":{{{count}}}}}""");
        }

        Assert.False(translator.HasMore);
        var answer = JsonNode.Parse(told!)!;
        Assert.Equal(Enumerable.Range(0, 23), answer["data"]!.AsArray().Select(item => (int)item!["index"]!));
        Assert.Equal(
            Enumerable.Range(0, 23).Select(index => (float)index),
            answer["data"]!.AsArray().Select(item => BitConverter.ToSingle(Convert.FromBase64String((string)item!["embedding"]!))));
        Assert.Equal((23, 23L, "v4"), ((int)answer["usage"]!["prompt_tokens"]!, translator.Usage!.Value.Input, (string)answer["model"]!));
    }

    [Fact]
    public void Numbers_survive_base64_and_back()
    {
        using var there = Operations.Translate("embeddings", "batch_embed_contents", """{"input":"a","encoding_format":"base64"}""");
        there.Request();
        var base64 = (string)JsonNode.Parse(there.Answer("""{"embeddings":[{"values":[0.5, -2, 0.25]}]}""")!)!["data"]![0]!["embedding"]!;
        Assert.Equal(Base64, base64);

        using var back = Operations.Translate("embed_content", "embeddings", """{"content":{"parts":[{"text":"a"}]}}""");
        back.Request();
        var values = JsonNode.Parse(back.Answer($$"""{"data":[{"embedding":"{{base64}}"}]}""")!)!["embedding"]!["values"]!.AsArray();
        Assert.Equal([0.5f, -2f, 0.25f], values.Select(value => (float)value!));
    }
}
