using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.OpenAiCompletions;

public sealed class CompletionsTests
{
    private static readonly Operation s_caller = DialectCatalogue.Fallback.Operations.Single(operation => operation.Name == "completions");

    public static TheoryData<string> Targets => [.. DialectCodecs.All.Select(codecs => codecs.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_prompt_is_what_a_user_says(string target)
    {
        var (asked, dropped) = Ask(target, """{"model":"m","prompt":["Once"],"max_tokens":20,"temperature":0.5,"stop":"END","stream":false}""");

        Assert.True(Translating.Codecs(target).Request.TryRead(Encoding.UTF8.GetBytes(asked), out var request, out _));
        var turn = Assert.Single(request.Turns);
        Assert.Equal((TurnRole.User, "Once"), (turn.Role, Assert.IsType<TextPart>(Assert.Single(turn.Parts)).Text.ToString()));
        Assert.Equal((20, 0.5), (request.Sampling.MaxTokens, request.Sampling.Temperature));
        Assert.Equal(target == "openai-responses" ? ["stop"] : [], dropped);
    }

    [Theory]
    [InlineData("openai-chat", "suffix", "best_of")]
    [InlineData("anthropic", "seed", "logprobs", "logit_bias", "odd", "suffix", "best_of")]
    [InlineData("gemini", "logit_bias", "odd", "suffix", "best_of")]
    public void What_a_conversation_cannot_carry_is_told(string target, params string[] expected)
    {
        var (_, dropped) = Ask(target, """{"model":"m","prompt":"x","suffix":"y","best_of":3,"n":1,"seed":5,"logprobs":2,"logit_bias":{"1":1},"odd":1}""");

        Assert.Equal(expected.Order(StringComparer.Ordinal), dropped.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[\"a\",\"b\"]")]
    [InlineData("[1,2]")]
    [InlineData("[[1,2]]")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Several_prompts_and_tokens_are_refused(string prompt)
    {
        foreach (var codecs in DialectCodecs.All)
        {
            using var translator = Begin(codecs.Name, $$"""{"model":"m","prompt":{{prompt}}}""", streams: false);
            Assert.True(translator.TryWriteRequest(new ArrayBufferWriter<byte>(), out _));
            Assert.Equal("prompt", translator.Indispensable);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_answer_is_a_completion(string target)
    {
        var answer = Answer(target, """{"model":"m","prompt":"Once","echo":true}""", new AnswerChoice([new ReasoningPart(Text("Hm")), new TextPart(Text(" upon"))], StopReason.MaxTokens));

        Translating.AssertSameJson(
            """{"id":"id_1","object":"text_completion","created":1790000000,"model":"m","choices":[{"text":"Once upon","index":0,"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}""",
            answer.Replace("resp_id_1", "id_1", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_stream_is_chunks_of_text(string target)
    {
        var told = AnswerStream(target, """{"model":"m","prompt":"Once","echo":true,"stream":true,"stream_options":{"include_usage":true}}""");
        var chunks = told.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(chunk => chunk["data: ".Length..]).ToList();

        Assert.Equal("[DONE]", chunks[^1]);
        var parsed = chunks[..^1].ConvertAll(chunk => JsonNode.Parse(chunk)!);
        Assert.All(parsed, chunk => Assert.Equal("text_completion", (string?)chunk["object"]));
        Assert.Equal(["Once", " upon", " a time", ""], parsed[..^1].Select(chunk => (string?)chunk["choices"]![0]!["text"]));
        Assert.Equal([null, null, null, "stop"], parsed[..^1].Select(chunk => (string?)chunk["choices"]![0]!["finish_reason"]));
        Assert.Equal(5, (int)parsed[^1]["usage"]!["total_tokens"]!);
        Assert.Empty(parsed[^1]["choices"]!.AsArray());
    }

    [Fact]
    public void Probabilities_have_the_older_form()
    {
        const string logprobs = """{"content":[{"token":"a","logprob":-0.5,"top_logprobs":[{"token":"a","logprob":-0.5},{"token":"b","logprob":-1}]},{"token":"\ud83d\ude00","logprob":-2,"top_logprobs":[]},{"token":"c","logprob":-3,"top_logprobs":[]}],"refusal":null}""";
        var choice = new AnswerChoice([new TextPart(Text("a\U0001F600c"))], StopReason.Complete) { Logprobs = Encoding.UTF8.GetBytes(logprobs) };

        var answer = JsonNode.Parse(Answer("openai-chat", """{"model":"m","prompt":"Hi","echo":true,"logprobs":2}""", choice))!;

        Translating.AssertSameJson(
            """{"tokens":["a","😀","c"],"token_logprobs":[-0.5,-2,-3],"top_logprobs":[{"a":-0.5,"b":-1},{},{}],"text_offset":[2,3,5]}""",
            answer["choices"]![0]!["logprobs"]!.ToJsonString());
    }

    private static AiGateway.Dialects.Json.JsonString Text(string text) => AiGateway.Dialects.Json.JsonString.Of(text);

    private static (string Asked, IReadOnlyList<string> Dropped) Ask(string target, string body)
    {
        using var translator = Begin(target, body, streams: false);
        var output = new ArrayBufferWriter<byte>();
        Assert.True(translator.TryWriteRequest(output, out var fault), $"{fault.Where} {fault.Message}");
        Assert.Null(translator.Indispensable);
        return (Encoding.UTF8.GetString(output.WrittenSpan), translator.Dropped);
    }

    private static ConversationAnswer AnswerOf(AnswerChoice choice) => new()
    {
        Id = Text("id_1"),
        Model = Text("m"),
        Created = 1_790_000_000,
        Choices = [choice],
        Usage = new TokenUsage(3, 0, 0, 2, 0),
    };

    private static string Answer(string target, string body, AnswerChoice choice)
    {
        using var translator = Begin(target, body, streams: false);
        Assert.True(translator.TryWriteRequest(new ArrayBufferWriter<byte>(), out _));
        var output = new ArrayBufferWriter<byte>();
        Assert.True(translator.TryWriteAnswer(Encoding.UTF8.GetBytes(Translating.WriteAnswer(AnswerOf(choice), Translating.Codecs(target))), output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string AnswerStream(string target, string body)
    {
        using var translator = Begin(target, body, streams: true);
        Assert.True(translator.TryWriteRequest(new ArrayBufferWriter<byte>(), out _));
        using var writer = Translating.Codecs(target).Stream.OpenWriter(Translating.Context);
        AnswerTelling.Tell(AnswerOf(new AnswerChoice([new ReasoningPart(Text("Hm")), new TextPart(Text(" upon")), new TextPart(Text(" a time"))], StopReason.Complete)), writer);
        var rewrite = translator.OpenStream();
        var output = new ArrayBufferWriter<byte>();
        foreach (var serverSentEvent in EventFeed.Frame(writer.Output.WrittenSpan.ToArray(), [7]))
        {
            rewrite.Read(serverSentEvent);
            rewrite.Write(output);
        }

        output.Write(rewrite.Finish().Span);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static ConversationTranslator Begin(string target, string body, bool streams)
    {
        var dialect = DialectCatalogue.All.Single(dialect => dialect.Name == target);
        return new ConversationTranslator(new TranslationOrder
        {
            Caller = s_caller,
            Target = dialect.Find(OperationTask.Conversation, streams)!,
            Preset = ProviderCatalogue.ByType["simulated"],
            Surface = new Surface(dialect),
            Body = Encoding.UTF8.GetBytes(body),
            AskedModel = "m",
            TargetModel = "m",
            Streams = streams,
            TargetStreams = streams,
            WantsUsage = true,
            RequestId = "r",
            Now = 1_790_000_000,
        });
    }
}
