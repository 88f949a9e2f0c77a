using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects;
using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;

namespace AiGateway.Tests.Dialects.Translation;

public sealed class ThinkTagTranslationTests
{
    private const string Words = "<think>\nHm.\n</think>\n\nHello";

    [Theory]
    [InlineData("minimax", "thinking text")]
    [InlineData("vllm", "thinking text")]
    [InlineData("openai", "text")]
    public void An_imitators_tags_are_reasoning_for_callers_of_another_dialect(string type, string blocks)
    {
        using var translator = Begin(type, AnthropicDialect.Instance, streams: false);
        var output = new ArrayBufferWriter<byte>();

        Assert.True(translator.TryWriteAnswer(Whole(), output));

        Assert.Equal(blocks, BlocksOf(output.WrittenSpan));
    }

    [Theory]
    [InlineData("minimax", "thinking_delta text_delta")]
    [InlineData("openai", "text_delta")]
    public void In_streams_too(string type, string deltas)
    {
        foreach (var size in (int[])[1, 3, 1000])
        {
            using var translator = Begin(type, AnthropicDialect.Instance, streams: true);
            var rewrite = translator.OpenStream();
            var output = new ArrayBufferWriter<byte>();
            foreach (var chunk in Chunks(size))
            {
                rewrite.Read(Encoding.UTF8.GetBytes(chunk));
                rewrite.Write(output);
            }

            var text = Encoding.UTF8.GetString(output.WrittenSpan);
            var told = text.Split('\n').Where(line => line.Contains("_delta\",\"t", StringComparison.Ordinal)).Select(line => line.Split("\"delta\":{\"type\":\"")[1].Split('"')[0]);
            Assert.Equal(deltas, string.Join(' ', told.Distinct()));
        }
    }

    [Fact]
    public void A_stream_that_is_gathered_is_split_as_well()
    {
        using var translator = Begin("minimax", AnthropicDialect.Instance, streams: false);
        var gathering = translator.OpenGathering();
        foreach (var chunk in Chunks(2))
        {
            gathering.Read(Encoding.UTF8.GetBytes(chunk));
        }

        var output = new ArrayBufferWriter<byte>();
        gathering.Write(output);

        Assert.Equal("thinking text", BlocksOf(output.WrittenSpan));
    }

    [Fact]
    public void Callers_of_the_same_dialect_get_what_the_model_says()
    {
        using var translator = Begin("minimax", OpenAiChatDialect.Instance, streams: false);
        var gathering = translator.OpenGathering();
        foreach (var chunk in Chunks(2))
        {
            gathering.Read(Encoding.UTF8.GetBytes(chunk));
        }

        var output = new ArrayBufferWriter<byte>();
        gathering.Write(output);

        using var answer = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(Words, answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    private static string BlocksOf(ReadOnlySpan<byte> message)
    {
        using var answer = JsonDocument.Parse(message.ToArray());
        return string.Join(' ', answer.RootElement.GetProperty("content").EnumerateArray().Select(block => block.GetProperty("type").GetString()));
    }

    private static byte[] Whole() => Encoding.UTF8.GetBytes(
        $$$"""{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(Words)}}}},"finish_reason":"stop"}]}""");

    private static IEnumerable<string> Chunks(int size) =>
    [
        .. Words.Chunk(size).Select(piece => $$$"""data: {"id":"c","choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(new string(piece))}}}}}]}""" + "\n\n"),
        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: [DONE]\n\n",
    ];

    private static ConversationTranslator Begin(string type, Dialect caller, bool streams) => new(new TranslationOrder
    {
        Caller = caller.Find(OperationTask.Conversation, streams)!,
        Target = OpenAiChatDialect.Instance.Find(OperationTask.Conversation, streams)!,
        Preset = ProviderCatalogue.ByType[type],
        Surface = new Surface(OpenAiChatDialect.Instance),
        Body = ReadOnlyMemory<byte>.Empty,
        AskedModel = "m",
        TargetModel = "model",
        Streams = streams,
        TargetStreams = streams,
        RequestId = "r",
        Now = 1_790_000_000,
    });
}
