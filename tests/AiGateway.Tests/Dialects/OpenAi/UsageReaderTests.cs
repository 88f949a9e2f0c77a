using System.Buffers;
using System.Text;
using AiGateway.Dialects;

namespace AiGateway.Tests.Dialects.OpenAi;

public sealed class UsageReaderTests
{
    [Theory]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}""", 9, 0, 0, 3, 0)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"completion_tokens_details":{"reasoning_tokens":2}}""", 3, 4, 2, 3, 2)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":null,"completion_tokens_details":[1]}""", 9, 0, 0, 3, 0)]
    [InlineData("""{"input_tokens":9,"output_tokens":3,"input_tokens_details":{"cached_tokens":4},"output_tokens_details":{"reasoning_tokens":1}}""", 5, 4, 0, 3, 1)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"prompt_cache_hit_tokens":8,"prompt_cache_miss_tokens":1}""", 1, 8, 0, 3, 0)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"cached_tokens":5}""", 4, 5, 0, 3, 0)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"num_cached_tokens":5}""", 4, 5, 0, 3, 0)]
    [InlineData("""{"prompt_tokens":9.0,"completion_tokens":3.7}""", 9, 0, 0, 3, 0)]
    [InlineData("""{"prompt_tokens":-9,"completion_tokens":1e400,"total_tokens":5}""", 5, 0, 0, 0, 0)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":null,"x":{"prompt_tokens":7}}""", 9, 0, 0, 0, 0)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":40}}""", 0, 3, 0, 3, 0)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"total_tokens":112,"completion_tokens_details":{"reasoning_tokens":100}}""", 9, 0, 0, 103, 100)]
    [InlineData("""{"total_tokens":17}""", 17, 0, 0, 0, 0)]
    public void Every_spelling_counts_each_token_once(string usage, long input, long cacheRead, long cacheWrite, long output, long reasoning) =>
        Assert.Equal(new TokenUsage(input, cacheRead, cacheWrite, output, reasoning), Read("{\"data\":[1,2],\"usage\":" + usage + ",\"id\":\"x\"}"));

    [Theory]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":{}}""")]
    [InlineData("""{"usage":"many"}""")]
    [InlineData("""{"usage":{"prompt_tokens":null}}""")]
    [InlineData("""{"usage":{"prompt_tokens":x}}""")]
    [InlineData("""{"usage":{"prompt_tokens":9,"\ud83dabcdefghijkl":1}}""")]
    [InlineData("""{"data":[{"usage":{"prompt_tokens":9}}]}""")]
    [InlineData("""{"usage":{"prompt_tokens":9}""")]
    [InlineData("""[{"usage":{"prompt_tokens":9}}]""")]
    [InlineData("""<html>""")]
    [InlineData("")]
    public void An_answer_that_tells_no_usage_has_none(string answer) => Assert.Null(Read(answer));

    [Fact]
    public void Blank_lines_sent_ahead_to_keep_the_connection_alive_do_no_harm() =>
        Assert.Equal(new TokenUsage(1, 0, 0, 2, 0), Read("\n\n   \n" + """{"usage":{"prompt_tokens":1,"completion_tokens":2}}"""));

    [Fact]
    public void Usage_beyond_any_sane_size_is_not_read() =>
        Assert.Null(Read("{\"usage\":{\"x\":\"" + new string('x', 20_000) + "\",\"prompt_tokens\":1}}"));

    private static TokenUsage? Read(string answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        var dialect = DialectCatalogue.All[0];
        var usage = dialect.ReadUsage(new ReadOnlySequence<byte>(bytes));
        Assert.Equal(usage, dialect.ReadUsage(Segmented.Everywhere(bytes)));
        return usage;
    }
}
