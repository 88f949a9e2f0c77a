using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects;
using AiGateway.Dialects.Translation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Translation;

/// <summary>How streams end that the gateway breaks off.</summary>
public sealed class StreamBreakOffTests
{
    private const string Chunk = """data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"Hi"}}]}""" + "\n\n";
    private const string Failed = """data: {"error":{"message":"no","type":"server_error"}}""" + "\n\n";

    private static readonly ErrorDetail s_error = new(502, "api_response_error", "stream_interrupted", "It broke.", null, "req_1");

    [Fact]
    public void A_translated_response_goes_on_counting_and_fails()
    {
        var translation = Open("openai-responses");
        var told = Read(translation, Chunk);
        var output = new ArrayBufferWriter<byte>();

        Assert.Equal(Datas(told).Count, translation.NextNumber);
        Assert.True(translation.TryWriteBreak(output, s_error));

        var events = Datas(told + Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(data => data["sequence_number"]!.GetValue<int>()));
        Assert.Equal(["error", "response.failed"], events.TakeLast(2).Select(data => data["type"]!.GetValue<string>()));
        Assert.Equal("stream_interrupted", events[^2]["code"]!.GetValue<string>());
        Assert.Equal("failed", events[^1]["response"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public void An_error_that_the_caller_is_not_told_takes_no_number()
    {
        var translation = Open("openai-responses");
        var count = Datas(Read(translation, Chunk)).Count;

        Read(translation, Failed);

        Assert.Equal(count, translation.NextNumber);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai-chat")]
    [InlineData("gemini")]
    public void Elsewhere_it_is_the_error_of_the_dialect(string caller)
    {
        var translation = Open(caller);
        Read(translation, Chunk);
        var (output, expected) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());

        Assert.Null(translation.NextNumber);
        Assert.True(translation.TryWriteBreak(output, s_error));
        DialectCatalogue.All.Single(dialect => dialect.Name == caller).WriteStreamError(expected, s_error, number: null);

        Assert.Equal(Encoding.UTF8.GetString(expected.WrittenSpan), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_native_response_has_its_number_in_the_error()
    {
        var output = new ArrayBufferWriter<byte>();
        DialectCatalogue.All.Single(dialect => dialect.Name == "openai-responses").WriteStreamError(output, s_error, number: 7);

        Assert.Equal(7, Assert.Single(Datas(Encoding.UTF8.GetString(output.WrittenSpan)))["sequence_number"]!.GetValue<int>());
    }

    private static StreamTranslation Open(string caller) =>
        new(Codecs("openai-chat").Stream.OpenReader(), Codecs(caller).Stream.OpenWriter(Context), Codecs("openai-chat").Error, "req_1");

    private static string Read(StreamTranslation translation, string serverSentEvent)
    {
        translation.Read(Encoding.UTF8.GetBytes(serverSentEvent));
        var output = new ArrayBufferWriter<byte>();
        translation.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static List<JsonNode> Datas(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];
}
