using System.Buffers;
using System.Text;
using AiGateway.Dialects;

namespace AiGateway.Tests.Dialects.OpenAi;

public sealed class OpenAiErrorTests
{
    private static readonly ErrorDetail s_error = new(400, "invalid_request_error", "bad_request", "No \"model\":\nsay one.", "model", "req_1");

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    public void An_error_has_its_four_members(string dialect) => Assert.Equal(
        """{"error":{"message":"No \"model\":\nsay one.","type":"invalid_request_error","param":"model","code":"bad_request"}}""",
        Written(dialect, (d, output) => d.WriteError(output, s_error)));

    [Fact]
    public void A_missing_param_is_null() => Assert.Equal(
        """{"error":{"message":"m","type":"t","param":null,"code":"c"}}""",
        Written("openai-chat", (d, output) => d.WriteError(output, new ErrorDetail(500, "t", "c", "m", null, "req_1"))));

    [Fact]
    public void In_a_chat_stream_it_is_one_unnamed_event() => Assert.Equal(
        "data: " + """{"error":{"message":"No \"model\":\nsay one.","type":"invalid_request_error","param":"model","code":"bad_request"}}""" + "\n\n",
        Written("openai-chat", (d, output) => d.WriteStreamError(output, s_error, null)));

    [Fact]
    public void In_a_response_stream_it_is_an_error_event_both_flat_and_nested() => Assert.Equal(
        "event: error\ndata: " + """{"type":"error","code":"c","message":"m","param":null,"error":{"message":"m","type":"t","param":null,"code":"c"}}""" + "\n\n",
        Written("openai-responses", (d, output) => d.WriteStreamError(output, new ErrorDetail(502, "t", "c", "m", null, "req_1"), null)));

    [Fact]
    public void Its_own_taps_read_it_as_an_error()
    {
        foreach (var operation in DialectCatalogue.All.SelectMany(dialect => dialect.Operations))
        {
            var output = new ArrayBufferWriter<byte>();
            operation.Dialect.WriteStreamError(output, s_error, null);
            Assert.Equal(EventKind.Error, operation.Dialect.OpenStream(operation).Read(output.WrittenSpan));
        }
    }

    private static string Written(string name, Action<Dialect, IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(DialectCatalogue.All.Single(dialect => dialect.Name == name), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
