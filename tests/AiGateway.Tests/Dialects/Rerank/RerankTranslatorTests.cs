using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Rerank;
using AiGateway.Dialects.Translation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Rerank;

public sealed class RerankTranslatorTests
{
    private const string Asked =
        """{"model":"m","query":"q?","documents":["one",{"text":"two","id":7},"three"],"top_n":2,"return_documents":true,"instruct":"i","truncation":true}""";

    private const string Told = """
        "results":[{"index":1,"relevance_score":0.9,"document":{"text":"two","id":7}},{"index":0,"relevance_score":1e-3,"document":{"text":"one"}}]
        """;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 600 };

    [Theory]
    [InlineData("dashscope", """{"model":"target-model","query":"q?","documents":["one","two","three"],"top_n":2,"instruct":"i"}""", "truncation")]
    [InlineData("cohere", """{"model":"target-model","query":"q?","documents":["one","two","three"],"top_n":2}""", "instruct, truncation")]
    [InlineData("voyage", """{"model":"target-model","query":"q?","documents":["one","two","three"],"top_k":2,"truncation":true}""", "instruct")]
    [InlineData("tei", """{"query":"q?","texts":["one","two","three"]}""", "instruct, truncation")]
    public void A_request_is_put_in_the_shape_of_the_provider(string preset, string asked, string dropped)
    {
        using var translator = Operations.Translate("rerank", "rerank", Asked, preset);

        AssertSameJson(asked, translator.Request());
        Assert.Equal(dropped, string.Join(", ", translator.Dropped));
    }

    [Theory]
    [InlineData("dashscope", """{"object":"list","results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":1e-3}],"model":"qwen3-rerank","id":"x","usage":{"total_tokens":79}}""", "x", "qwen3-rerank", 79, "")]
    [InlineData("cohere", """{"id":"x","results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":1e-3}],"meta":{"billed_units":{"search_units":1}}}""", "x", "asked-model", 9, ""","meta":{"billed_units":{"search_units":1}}""")]
    [InlineData("voyage", """{"object":"list","data":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":1e-3}],"model":"rerank-2","usage":{"total_tokens":26}}""", "request", "rerank-2", 26, "")]
    [InlineData("tei", """[{"index":1,"score":0.9},{"index":0,"score":1e-3},{"index":2,"score":0}]""", "request", "asked-model", 9, "")]
    public void An_answer_is_put_in_the_callers_shape(string preset, string answer, string id, string model, int tokens, string more)
    {
        using var translator = Operations.Translate("rerank", "rerank", Asked, preset);
        translator.Request();

        Assert.Equal(
            $$$"""{"id":"{{{id}}}","model":"{{{model}}}",{{{Told}}},"usage":{"prompt_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}{{{more}}}}""",
            translator.Answer(answer));
        Assert.Equal(tokens, translator.Usage?.Input);
        Assert.Equal(preset is "cohere" or "tei", translator.IsEstimated);
    }

    [Fact]
    public void Documents_are_told_only_to_whom_wants_them()
    {
        using var translator = Operations.Translate("rerank", "rerank", """{"query":"q","documents":["one"]}""", "voyage");
        translator.Request();

        Assert.Equal(
            """{"id":"request","model":"r","results":[{"index":0,"relevance_score":0.5}],"usage":{"prompt_tokens":2,"total_tokens":2}}""",
            translator.Answer("""{"data":[{"index":0,"relevance_score":0.5,"document":"one"}],"model":"r","usage":{"total_tokens":2}}"""));
    }

    [Theory]
    [InlineData("dashscope", """{"query":"q","documents":["one"],"top_n":1}""", false)]
    [InlineData("dashscope", """{"query":"q","documents":["one"],"return_documents":true}""", true)]
    [InlineData("dashscope", """{"query":"q","documents":[{"text":"one"}]}""", true)]
    [InlineData("dashscope", "{}", false)]
    [InlineData("cohere", """{"query":"q","documents":["one"]}""", true)]
    [InlineData("tei", "{}", true)]
    [InlineData("jina", """{"query":"q","documents":[{"text":"one"}],"return_documents":true}""", false)]
    [InlineData("vllm", """{"query":"q","documents":["one"]}""", false)]
    public void Who_takes_the_callers_words_is_sent_them(string preset, string body, bool adapts) =>
        Assert.Equal(adapts, Translator.Adapts(Operations.Named("rerank"), ProviderCatalogue.ByType[preset], "m", "m", Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"documents":["one"]}""", "query")]
    [InlineData("""{"query":"q"}""", "documents")]
    [InlineData("""{"query":"q","documents":[]}""", "documents")]
    [InlineData("""{"query":"q","documents":["one",2]}""", "documents[1]")]
    [InlineData("""{"query":"q","documents":["one"],"top_n":0}""", "top_n")]
    [InlineData("[]", null)]
    public void A_body_that_cannot_be_read_is_told_where(string body, string? where)
    {
        Assert.False(RerankRequest.TryRead(Encoding.UTF8.GetBytes(body), out _, out var fault));
        Assert.Equal(where, fault.Where);
    }

    [Fact]
    public void A_document_that_is_no_text_is_refused()
    {
        using var translator = Operations.Translate("rerank", "rerank", """{"query":"q","documents":["one",{"image":"https://x/y.png"}]}""", "cohere");
        translator.TryWriteRequest(new ArrayBufferWriter<byte>(), out _);

        Assert.Equal("documents[1]", translator.Indispensable);
    }

    [Theory]
    [InlineData("dashscope", """{"results":[{"index":3,"relevance_score":1}]}""")]
    [InlineData("dashscope", """{"results":[{"index":-1,"relevance_score":1}]}""")]
    [InlineData("dashscope", """{"results":[{"index":0,"relevance_score":"1"}]}""")]
    [InlineData("dashscope", """{"results":[{"relevance_score":1}]}""")]
    [InlineData("dashscope", """{"code":"InvalidParameter"}""")]
    [InlineData("tei", """{"error":"no"}""")]
    [InlineData("voyage", "{")]
    public void What_is_no_order_is_no_answer(string preset, string answer)
    {
        using var translator = Operations.Translate("rerank", "rerank", Asked, preset);
        translator.Request();

        Assert.Null(translator.Answer(answer));
    }

    [Fact]
    public void Whatever_is_said_nothing_throws_and_what_is_written_is_json()
    {
        string[] presets = ["dashscope", "cohere", "voyage"];
        const string Answer = """{"id":"x\u00e9","results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":1e-3}],"data":[{"index":1,"relevance_score":0.9}],"meta":{"a":[1]},"usage":{"total_tokens":3}}""";
        var random = new Random(Fuzzing.Seed);
        var read = 0;
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            using var translator = Operations.Translate("rerank", "rerank", input % 2 == 0 ? Asked : Encoding.UTF8.GetString(Break(Asked, random)), presets[random.Next(presets.Length)]);
            var request = new ArrayBufferWriter<byte>();
            var told = new ArrayBufferWriter<byte>();
            if (!translator.TryWriteRequest(request, out _) || translator.Indispensable is not null)
            {
                continue;
            }

            using var asked = JsonDocument.Parse(request.WrittenMemory, s_options);
            if (translator.TryWriteAnswer(input % 2 == 1 ? Encoding.UTF8.GetBytes(Answer) : Break(Answer, random), told))
            {
                read++;
                using var answered = JsonDocument.Parse(told.WrittenMemory, s_options);
            }
        }

        Assert.True(read > Fuzzing.Inputs / 100, $"only {read} could be read");
    }

    private static byte[] Break(string sample, Random random) =>
        Fuzzing.Mutate(Encoding.UTF8.GetBytes(sample), "{}[]\",:\\utfn0-.e \r\n\u0001\u00e9d8"u8, random);
}
