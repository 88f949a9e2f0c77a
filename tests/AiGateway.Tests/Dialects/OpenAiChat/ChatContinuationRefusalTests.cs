using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.OpenAiChat.Continuing;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatContinuationRefusalTests
{
    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{}}]}""")]
    [InlineData("""{"choices":[{"index":1,"delta":{"content":"a"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"function_call":{"name":"f"}}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"refusal":"I"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"audio":{"id":"x"}}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"images":[{"type":"image_url"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"a"}]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")]
    [InlineData("""{"error":{"message":"m"}}""")]
    [InlineData("""{"choices":[""")]
    [InlineData("[DONE]")]
    public void An_answer_is_not_continued_after(string data) => Assert.Null(Begin(Broken(Sent("A") + Event(data))));

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[],"function_call":null,"refusal":null,"audio":null,"content":null},"logprobs":null,"finish_reason":""}]}""")]
    [InlineData("""{"choices":[{"delta":{"tool_calls":null,"refusal":"","content":""},"finish_reason":"null"}]}""")]
    [InlineData("""{"choices":[],"usage":null,"prompt_filter_results":[]}""")]
    [InlineData("null")]
    public void An_answer_is_continued_after(string data) => Assert.NotNull(Begin(Broken(Sent("A") + Event(data))));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":2}""")]
    [InlineData("""{"n":2,"n":1,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"logprobs":true}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"modalities":["text","audio"]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"audio":{"voice":"v"}}""")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":null}""")]
    [InlineData("""{"messages":{}}""")]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"messages":[{"role":"user"},]}""")]
    [InlineData("""{"messages":[{"role":"user"}],"\ud83dabcdefgh":1}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void The_answer_to_such_a_request_is_not_continued(string request) =>
        Assert.All(Enum.GetValues<AssistantPrefill>(), prefill => Assert.Null(Begin(Broken(Sent("A"), request, prefill))));

    [Theory]
    [InlineData("""{"prompt":"x","echo":true}""")]
    [InlineData("""{"prompt":"x","suffix":"y"}""")]
    [InlineData("""{"prompt":"x","logprobs":0}""")]
    [InlineData("""{"prompt":["x","y"]}""")]
    [InlineData("""{"prompt":[[1],[2]]}""")]
    [InlineData("""{"model":"x"}""")]
    public void The_answer_to_such_a_legacy_request_is_not_continued(string request) =>
        Assert.Null(Begin(Broken(Event("""{"choices":[{"index":0,"text":"A"}]}"""), request, path: "/v1/completions")));

    [Fact]
    public void An_answer_whose_last_event_is_not_whole_is_not_continued() =>
        Assert.Null(Begin(Broken(Sent("A") + """data: {"choices":[{"index":0,"delta":{"content":"b"}}]}""")));

    [Fact]
    public void An_answer_longer_than_what_is_kept_is_not_continued()
    {
        var overhead = Sent("").Length;
        Assert.NotNull(Begin(Broken(Sent(new string('a', StreamBreak.LongestSent - overhead)))));
        Assert.Null(Begin(Broken(Sent(new string('a', StreamBreak.LongestSent - overhead + 1)))));
    }

    [Fact]
    public void An_operation_is_continued_exactly_where_it_says_so() => Assert.All(DialectCatalogue.All.SelectMany(dialect => dialect.Operations), operation =>
    {
        const string Request = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],"contents":[{"role":"user","parts":[{"text":"x"}]}],"input":"x","prompt":"x"}""";
        var broken = Broken("", Request) with { Operation = operation };

        Assert.Equal(operation.Continuable, operation.Dialect.TryContinue(broken, out _) && operation.Continuable);
        Assert.True(operation.Continuable || operation.Codecs is not null || !operation.Dialect.TryContinue(broken, out _), operation.Name);
    });
}
