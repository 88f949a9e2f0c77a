using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects;
using AiGateway.Dialects.Tokens;
using AiGateway.Tests.Dialects.Conversation;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Dialects.Tokens;

public sealed class TokenEstimateTests
{
    // What tokenizers of these years make of it, from the least to the most.
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("Hello", 1, 1)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 10, 11)]
    [InlineData("internationalization", 2, 5)]
    [InlineData("1234567890", 4, 10)]
    [InlineData("for (int i = 0; i < items.Length; i++)\n{\n    total += items[i];\n}", 21, 32)]
    [InlineData("你好，世界。今天天气很好，我们去公园散步吧。", 13, 26)]
    [InlineData("今日はとても良い天気ですね。", 8, 18)]
    [InlineData("오늘은 날씨가 정말 좋네요.", 7, 16)]
    [InlineData("Быстрая коричневая лиса прыгает через ленивую собаку", 12, 22)]
    [InlineData("الثعلب البني السريع يقفز فوق الكلب الكسول", 12, 28)]
    [InlineData("สวัสดีชาวโลก", 4, 12)]
    [InlineData("🚀🎉", 2, 6)]
    public void A_text_is_about_as_many_tokens_as_tokenizers_make_of_it(string text, long least, long most)
    {
        var meter = new TextMeter();
        meter.Add(Encoding.UTF8.GetBytes(text));

        Assert.InRange(meter.Tokens, least, most);
    }

    // Texts/counts.tsv: how many tokens the tokenizers that are public make of each of those texts.
    [Fact]
    public void Whole_texts_are_within_a_fifth_of_the_mean_of_the_tokenizers()
    {
        var folder = Repository.PathOf("tests/AiGateway.Tests/Dialects/Tokens/Texts");
        var rows = File.ReadAllLines(Path.Combine(folder, "counts.tsv")).Skip(1).Select(line => line.Split('\t')).ToArray();
        Assert.Equal(Directory.GetFiles(folder, "*.txt").Length, rows.Length);
        Assert.All(rows, row =>
        {
            var meter = new TextMeter();
            meter.Add(File.ReadAllBytes(Path.Combine(folder, row[0] + ".txt")));
            var mean = Math.Exp(row.Skip(1).Average(count => Math.Log(int.Parse(count, CultureInfo.InvariantCulture))));
            Assert.InRange(meter.Tokens / mean, 0.79, 1.2);
        });
    }

    [Fact]
    public void A_text_weighs_the_same_however_it_is_escaped()
    {
        var plain = Estimate("messages_count_tokens", """{"messages":[{"role":"user","content":"你好 a"}]}""");

        Assert.Equal(plain, Estimate("messages_count_tokens", """{"messages":[{"role":"user","content":"\u4f60\u597d \u0061"}]}"""));
    }

    [Theory]
    [InlineData(""","system":"Answer in the manner of a pirate who was at sea for long." """, 10, 25)]
    [InlineData(""","tools":[{"name":"get_weather","description":"The weather of a place","input_schema":{"type":"object","properties":{"place":{"type":"string"}}}}]""", 30, 80)]
    public void Instructions_and_tools_count(string more, long least, long most)
    {
        const string Plain = """{"messages":[{"role":"user","content":"Hello"}]""";

        var added = Estimate("messages_count_tokens", Plain + more + "}") - Estimate("messages_count_tokens", Plain + "}");

        Assert.InRange(added, least, most);
    }

    [Fact]
    public void What_is_no_text_counts_by_its_kind_and_not_by_its_bytes()
    {
        var data = Convert.ToBase64String(new byte[600_000]);
        var image = Estimate("count_tokens", $$$"""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"{{{data}}}"}}]}]}""");
        var sound = Estimate("count_tokens", $$$"""{"contents":[{"parts":[{"inlineData":{"mimeType":"audio/mp3","data":"{{{data}}}"}}]}]}""");

        Assert.InRange(image, 1_000, 1_700);
        Assert.InRange(sound, 1_000, 1_400);
    }

    [Theory]
    [InlineData("previous_response_id", "\"resp_1\"")]
    [InlineData("conversation", "\"conv_1\"")]
    public void What_only_the_provider_has_cannot_be_estimated(string field, string value)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","input":"Hello","{{field}}":{{value}}}""");

        Assert.False(TokenCounting.TryEstimate(Operations.Named("responses_input_tokens"), body, new ArrayBufferWriter<byte>(), out var fault));
        Assert.Equal(field, fault.Where);
    }

    [Theory]
    [InlineData("messages_count_tokens", """{"messages":[{"role":"user","content":"Hello"}]}""", """{"input_tokens":8}""")]
    [InlineData("responses_input_tokens", """{"input":"Hello"}""", """{"object":"response.input_tokens","input_tokens":8}""")]
    [InlineData("count_tokens", """{"contents":[{"parts":[{"text":"Hello"}]}]}""", """{"totalTokens":8}""")]
    [InlineData("count_tokens", """{"generateContentRequest":{"model":"models/m","contents":[{"parts":[{"text":"Hello"}]}]}}""", """{"totalTokens":8}""")]
    public void Each_dialect_answers_in_its_own_shape(string operation, string body, string answer)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.True(TokenCounting.TryEstimate(Operations.Named(operation), Encoding.UTF8.GetBytes(body), output, out _));
        Assert.Equal(answer, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("messages_count_tokens", "{}", "messages")]
    [InlineData("count_tokens", """{"generateContentRequest":{}}""", "contents")]
    [InlineData("responses_input_tokens", "[]", null)]
    public void A_body_that_cannot_be_read_is_told_where(string operation, string body, string? where)
    {
        Assert.False(TokenCounting.TryEstimate(Operations.Named(operation), Encoding.UTF8.GetBytes(body), new ArrayBufferWriter<byte>(), out var fault));
        Assert.Equal(where, fault.Where);
    }

    [Fact]
    public void Whatever_a_request_says_nothing_throws_and_what_is_written_is_json()
    {
        var files = new GoldenFiles("Requests", "json");
        Operation[] operations = [Operations.Named("messages_count_tokens"), Operations.Named("responses_input_tokens"), Operations.Named("count_tokens")];
        (Operation Operation, byte[] Body)[] samples =
            [.. from name in files.Cases() from operation in operations select (operation, Encoding.UTF8.GetBytes(files.Read(name, operation.Codecs!.Name)))];
        var random = new Random(Fuzzing.Seed);
        var read = 0;
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var (operation, sample) = samples[random.Next(samples.Length)];
            var body = Fuzzing.Mutate(sample, "{}[]\",:\\utfn0-.e \r\n\u0001\u00e9d8"u8, random);
            var output = new ArrayBufferWriter<byte>();
            if (TokenCounting.TryEstimate(operation, body, output, out var fault))
            {
                read++;
                using var _ = JsonDocument.Parse(output.WrittenMemory);
            }
            else
            {
                Assert.NotEmpty(fault.Message);
            }
        }

        Assert.True(read > Fuzzing.Inputs / 50, $"only {read} could be read");
    }

    private static long Estimate(string operation, string body)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(TokenCounting.TryEstimate(Operations.Named(operation), Encoding.UTF8.GetBytes(body), output, out var fault), fault.Message);
        using var answer = JsonDocument.Parse(output.WrittenMemory);
        return answer.RootElement.TryGetProperty("input_tokens", out var tokens) ? tokens.GetInt64() : answer.RootElement.GetProperty("totalTokens").GetInt64();
    }
}
