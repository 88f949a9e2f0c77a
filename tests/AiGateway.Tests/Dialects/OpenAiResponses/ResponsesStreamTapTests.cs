using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects;
using AiGateway.Dialects.OpenAiResponses;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class ResponsesStreamTapTests
{
    [Theory]
    [InlineData("data: {\"type\":\"response.completed\"}\n\n", EventKind.End)]
    [InlineData("data: {\"sequence_number\":7,\"response\":{},\"type\":\"response.incomplete\"}\n\n", EventKind.End)]
    [InlineData("event: response.failed\ndata: {\"response\":{\"error\":{\"code\":\"server_error\"}}}\n\n", EventKind.End)]
    [InlineData("event: message\ndata: {\"type\":\"response.completed\"}\n\n", EventKind.End)]
    [InlineData("event: response.completed\ndata: {\"type\":\"response.output_text.done\"}\n\n", EventKind.Content)]
    [InlineData("data: {\"type\":\"response.something_new\"}\n\n", EventKind.Content)]
    [InlineData("data: {\"type\":\"error\",\"code\":\"x\",\"message\":\"m\"}\n\n", EventKind.Error)]
    [InlineData("event: error\ndata: {\"code\":\"x\",\"message\":\"m\"}\n\n", EventKind.Error)]
    [InlineData("data: {\"error\":{\"message\":\"m\"}}\n\n", EventKind.Error)]
    [InlineData("event:error\n:HTTP_STATUS/400\ndata:{\"code\":\"InvalidParameter\",\"message\":\"m\"}\n\n", EventKind.Error)]
    [InlineData("data: [DONE]\n\n", EventKind.Malformed)]
    [InlineData("data: {\"type\":\"response.completed\",\"response\":{\n\n", EventKind.Malformed)]
    [InlineData("data: 7\n\n", EventKind.Malformed)]
    [InlineData("data: {\"\\ud83dabcdef\":1}\n\n", EventKind.Malformed)]
    [InlineData(": ping\n\n", EventKind.Heartbeat)]
    public void An_event_means(string serverSentEvent, EventKind expected) =>
        Assert.Equal(expected, new ResponsesStreamTap().Read(Encoding.UTF8.GetBytes(serverSentEvent)));

    [Fact]
    public void A_last_event_too_large_to_be_read_ends_it_all_the_same()
    {
        var tap = new ResponsesStreamTap();
        tap.Skip();
        Assert.True(tap.IsWhole);
        EventFeed.Read(tap, "data: {\"type\":\"response.output_text.delta\"}\n\n");
        Assert.False(tap.IsWhole);
    }

    [Theory]
    [InlineData("data: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{}}\n\n", 2)]
    [InlineData("data: {\"type\":\"response.output_text.delta\",\"delta\":\"\\\"sequence_number\\\":9\",\"sequence_number\": 41}\n\n", 43)]
    [InlineData("data: {\"type\":\"response.created\",\"response\":{}}\n\n", null)]
    public void The_next_event_would_bear_the_number_behind_the_last(string first, int? expected)
    {
        var tap = new ResponsesStreamTap();
        Assert.Null(tap.NextNumber);

        EventFeed.Read(tap, first + ": ping\n\n");
        tap.Skip();

        Assert.Equal(expected, tap.NextNumber);
    }

    [Theory]
    [InlineData("{\"id\":\"resp_1\",\"created_at\":7,\"instructions\":\"x\",\"model\":\"m\",\"tools\":[]}", "m", 7)]
    [InlineData("{\"tools\":[{\"id\":\"no\"}],\"created_at\":7.5,\"id\":\"resp_1\"}", "", 7)]
    public void A_stream_that_breaks_ends_with_an_error_and_the_response_that_has_failed(string response, string model, long created)
    {
        var tap = new ResponsesStreamTap();
        EventFeed.Read(tap, $"data: {{\"type\":\"response.created\",\"sequence_number\":3,\"response\":{response}}}\n\n");
        var output = new ArrayBufferWriter<byte>();

        Assert.True(tap.TryWriteBreak(output, new ErrorDetail(502, "api_response_error", "stream_interrupted", "It broke.", null, "r")));

        var events = Encoding.UTF8.GetString(output.WrittenSpan).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["event: error", "event: response.failed"], events.Select(written => written.Split('\n')[0]));
        var data = events.Select(written => JsonNode.Parse(written.Split("data: ")[1])!).ToList();
        Assert.Equal([4, 5], data.Select(written => (int)written["sequence_number"]!));
        var failed = data[1]["response"]!;
        Assert.Equal(("resp_1", model, created, "failed"), ((string?)failed["id"], (string?)failed["model"], (long)failed["created_at"]!, (string?)failed["status"]));
        Assert.Equal(("stream_interrupted", "It broke."), ((string?)failed["error"]!["code"], (string?)failed["error"]!["message"]));
        Assert.Empty(failed["output"]!.AsArray());
    }

    [Theory]
    [InlineData("data: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\"}}\n\n")]
    [InlineData("data: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{}}\n\n")]
    [InlineData("data: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\n\n")]
    [InlineData(": ping\n\n")]
    public void Where_it_is_not_known_who_the_response_is_and_where_its_events_stand_an_error_has_to_do(string first)
    {
        var tap = new ResponsesStreamTap();
        tap.Read(Encoding.UTF8.GetBytes(first));

        Assert.False(tap.TryWriteBreak(new ArrayBufferWriter<byte>(), default));
    }

    [Fact]
    public void It_has_no_terminator() => Assert.True(new ResponsesStreamTap().Finish().IsEmpty);
}
