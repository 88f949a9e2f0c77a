using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects;
using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class ResponsesStreamTests
{
    private const string Whole = """{"type":"response.completed","response":{"id":"r","model":"m","status":"completed","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"},{"type":"summary_text","text":"So"}],"encrypted_content":"e"},{"type":"message","content":[{"type":"output_text","text":"Hi","annotations":[{"type":"url_citation","start_index":0,"end_index":2,"url":"https://e.com","title":"E"}]}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}],"usage":{"input_tokens":3,"output_tokens":2}}}""";

    private static readonly DialectCodecs s_responses = Codecs("openai-responses");
    private static readonly DialectCodecs s_chat = Codecs("openai-chat");
    private static readonly GoldenFiles s_streams = new("Streams", "sse");

    public static TheoryData<string, string> Streams { get; } =
        [.. from name in s_streams.Cases() from codecs in DialectCodecs.All select (name, codecs.Name)];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Events_are_numbered_without_a_gap_and_items_are_told_from_their_beginning_to_their_end(string name, string from)
    {
        var events = Events(Stream(s_streams.Read(name, from), Codecs(from), s_responses));
        var items = new Dictionary<int, (string Id, bool IsDone)>();

        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(data => data["sequence_number"]!.GetValue<int>()));
        foreach (var data in events.Where(data => data["output_index"] is not null))
        {
            var index = data["output_index"]!.GetValue<int>();
            if (Type(data) == "response.output_item.added")
            {
                Assert.Equal(items.Count, index);
                items.Add(index, (data["item"]!["id"]!.GetValue<string>(), false));
            }

            Assert.False(items[index].IsDone);
            Assert.Equal(items[index].Id, (data["item_id"] ?? data["item"]!["id"])!.GetValue<string>());
            items[index] = (items[index].Id, Type(data) == "response.output_item.done");
        }

        Assert.All(items.Values, item => Assert.True(item.IsDone));
        var done = events.Where(data => Type(data) == "response.output_item.done").OrderBy(data => data["output_index"]!.GetValue<int>());
        Assert.Equal(done.Select(data => data["item"]!.ToJsonString()), events[^1]["response"]!["output"]!.AsArray().Select(item => item!.ToJsonString()));
        Assert.Single(events, data => Type(data) is "response.completed" or "response.incomplete" or "response.failed");
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Deltas_add_up_to_what_is_repeated(string name, string from)
    {
        var sums = new Dictionary<string, string>();
        foreach (var data in Events(Stream(s_streams.Read(name, from), Codecs(from), s_responses)))
        {
            var type = Type(data);
            var key = $"{data["item_id"]}/{data["content_index"]}/{type[..Math.Max(0, type.LastIndexOf('.'))]}";
            if (type.EndsWith(".delta", StringComparison.Ordinal))
            {
                sums[key] = sums.GetValueOrDefault(key, "") + data["delta"]!.GetValue<string>();
            }
            else if (sums.Remove(key, out var sum))
            {
                Assert.Equal(sum, (data["text"] ?? data["refusal"] ?? data["arguments"] ?? data["input"])!.GetValue<string>());
            }
        }

        Assert.Empty(sums);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"},{"type":"summary_text","text":"So"}],"encrypted_content":"e"}}""", Whole)]
    [InlineData("""{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"Hm"}""", """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"So"}""", """{"type":"response.reasoning_text.delta","output_index":0,"delta":"the same"}""", """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","summary":[],"encrypted_content":"e"}}""", """{"type":"response.output_text.done","output_index":1,"text":"Hi"}""", """{"type":"response.output_text.annotation.added","output_index":1,"annotation":{"type":"url_citation","start_index":0,"end_index":2,"url":"https://e.com","title":"E"}}""", """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"c","name":"f"}}""", """{"type":"response.function_call_arguments.done","output_index":2,"arguments":"{}"}""", Whole)]
    [InlineData("""{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"a"}}""", """{"type":"response.content_part.added","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":""}}""", """{"type":"response.reasoning_text.done","output_index":0,"content_index":0,"text":"Hm\n\nSo"}""", """{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":"Hm\n\nSo"}}""", Whole)]
    public void What_was_told_in_whatever_event_is_told_once(params string[] data)
    {
        const string expected = """
            {"id":"r","object":"chat.completion","created":1790000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,
            "reasoning_content":"Hm\n\nSo","thinking_blocks":[{"type":"thinking","thinking":"Hm\n\nSo","signature":"openai.e"}],"annotations":[{"type":"url_citation",
            "url_citation":{"start_index":0,"end_index":2,"url":"https://e.com","title":"E"}}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
            "logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":0},
            "completion_tokens_details":{"reasoning_tokens":0}}}
            """;
        var stream = Lines([.. data]);
        var written = Events(Stream(stream, s_responses, s_responses))[^1]["response"]!.ToJsonString();

        AssertSameJson(
            expected.Replace("\"id\":\"r\"", $"\"id\":\"{(data.Length == 1 ? "resp_r" : "resp_fallback")}\"", StringComparison.Ordinal)
                .Replace("\"model\":\"m\"", $"\"model\":\"{(data.Length == 1 ? "m" : "fallback-model")}\"", StringComparison.Ordinal),
            Answer(written, s_responses, s_chat));
    }

    [Theory]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow"}}}""", 429, "rate_limit_exceeded", "Slow")]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"Oh"},"output":[]}}""", 502, "server_error", "Oh")]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"server_is_overloaded","message":"Busy"}}}""", 503, "server_is_overloaded", "Busy")]
    [InlineData("""{"type":"error","code":"invalid_prompt","message":"No","param":null,"sequence_number":3}""", 400, "invalid_prompt", "No")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","code":"context_length_exceeded","message":"Long","param":null}}""", 400, "context_length_exceeded", "Long")]
    [InlineData("""{"error":{"message":"Bare","code":null}}""", 502, "response_error", "Bare")]
    [InlineData("""{"type":"response.completed","response":{"status":"failed","error":{"code":"invalid_image_format","message":"Image"}}}""", 400, "invalid_image_format", "Image")]
    public void Errors_inside_a_stream_are_known_and_end_it(string data, int status, string code, string message)
    {
        var reader = s_responses.Stream.OpenReader();
        using var writer = s_chat.Stream.OpenWriter(Context);
        var last = EventFeed.Frame(Encoding.UTF8.GetBytes(Lines("""{"type":"response.output_text.delta","delta":"A"}""", data)), [5])
            .Select(bytes => reader.Read(bytes, writer)).Last();
        var error = s_responses.Error.Read(0, reader.Error, "r");

        Assert.Equal(EventKind.Error, last);
        Assert.False(reader.Finish(writer));
        Assert.Equal((status, code, message), (error.Status, error.Code, error.Message));
        Assert.DoesNotContain("response", error.Type.Replace("api_response_error", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("completed", "{}", "stop")]
    [InlineData("incomplete", "{\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}", "length")]
    [InlineData("incomplete", "{\"incomplete_details\":{\"reason\":\"content_filter\"}}", "content_filter")]
    [InlineData("incomplete", "{}", "length")]
    [InlineData("completed", "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"}}", "content_filter")]
    public void The_last_event_says_why_it_ends(string type, string response, string expected)
    {
        Assert.Contains(
            $"\"finish_reason\":\"{expected}\"",
            Stream(Lines("""{"type":"response.output_text.delta","delta":"A"}""", $$"""{"type":"response.{{type}}","response":{{response}}}"""), s_responses, s_chat),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_told_in_the_sequence_and_the_response_has_failed()
    {
        using var writer = s_responses.Stream.OpenWriter(Context);
        writer.Take(new StreamEvent { Kind = StreamEventKind.Begin });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = "\"A\""u8 });
        writer.WriteError(new ErrorDetail(502, "api_response_error", "stream_interrupted", "It broke.", null, "r"));
        var events = Events(Encoding.UTF8.GetString(writer.Output.WrittenSpan));

        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(data => data["sequence_number"]!.GetValue<int>()));
        Assert.Equal(["error", "response.failed"], events.TakeLast(2).Select(Type));
        Assert.Equal("It broke.", events[^2]["error"]!["message"]!.GetValue<string>());
        AssertSameJson("""{"code":"stream_interrupted","message":"It broke."}""", events[^1]["response"]!["error"]!.ToJsonString());
    }

    [Fact]
    public void Every_dialect_tells_an_error_at_the_end_of_a_stream()
    {
        foreach (var codecs in DialectCodecs.All)
        {
            using var writer = codecs.Stream.OpenWriter(Context);
            writer.WriteError(new ErrorDetail(503, "api_response_error", "overloaded", "Busy.", null, "r"));

            Assert.Contains("Busy.", Encoding.UTF8.GetString(writer.Output.WrittenSpan), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_answer_that_is_too_long_to_be_repeated_fails()
    {
        using var writer = s_responses.Stream.OpenWriter(Context);
        var piece = Encoding.UTF8.GetBytes($"\"{new string('a', 64 * 1024)}\"");
        writer.Take(new StreamEvent { Kind = StreamEventKind.Begin });
        for (var count = 0; count < 16; count++)
        {
            Assert.Null(writer.Failure);
            writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = piece });
        }

        Assert.NotNull(writer.Failure);
        var length = writer.Output.WrittenCount;
        writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = piece });
        Assert.Equal(length, writer.Output.WrittenCount);
    }

    [Fact]
    public void Nothing_but_white_space_may_follow_a_call_that_is_complete()
    {
        using var writer = s_responses.Stream.OpenWriter(Context);
        writer.Take(new StreamEvent { Kind = StreamEventKind.ToolCall, Slot = 0, Id = "\"c\""u8, Name = "\"f\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Slot = 0, Text = "\"{}\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = "\"a\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Slot = 0, Text = "\" \\n\""u8 });
        Assert.Null(writer.Failure);
        writer.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Slot = 0, Text = "\"x\""u8 });
        Assert.NotNull(writer.Failure);
    }

    [Fact]
    public void A_response_repeats_what_was_asked()
    {
        const string request = """
            {"model":"asked","instructions":"Be brief.","input":"Hi","tools":[{"type":"function","name":"f","description":"d",
            "parameters":{"type":"object"},"strict":true},{"type":"web_search",
            "size":1}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},"parallel_tool_calls":false,"temperature":0.5,
            "top_p":0.9,"max_output_tokens":99,"metadata":{"a":
            "b"},"text":{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"type":
            "object"},"strict":true}},"reasoning":{"effort":"high","summary":"detailed"},"store":true,"previous_response_id":"resp_0"}
            """;
        Assert.True(s_responses.Request.TryRead(Encoding.UTF8.GetBytes(request), out var asked, out _));
        var events = Events(Stream(s_streams.Read("text", "openai-chat"), s_chat, s_responses, null, Context with { Request = asked }));
        var expected = JsonNode.Parse(request)!.AsObject();
        expected["reasoning"]!["summary"] = "auto";
        expected.Remove("model");
        expected.Remove("input");

        Assert.All([events[0], events[1], events[^1]], data => Assert.All(expected, member => AssertSameJson(member.Value!.ToJsonString(), data["response"]![member.Key]!.ToJsonString())));
    }

    [Fact]
    public void Probabilities_come_with_the_text()
    {
        const string logprobs = """[{"token":"A","logprob":-0.5,"bytes":[65],"top_logprobs":[]}]""";
        var chat = Stream(
            Lines($$"""{"type":"response.output_text.delta","delta":"A","logprobs":{{logprobs}}}""", """{"type":"response.completed","response":{"output":[]}}"""), s_responses, s_chat);

        Assert.Contains($$"""{"delta":{"content":"A"},"logprobs":{"content":{{logprobs}}""".Replace("{\"delta\"", "\"delta\"", StringComparison.Ordinal), chat, StringComparison.Ordinal);
        Assert.Contains($"\"delta\":\"A\",\"logprobs\":{logprobs}", Stream(chat, s_chat, s_responses), StringComparison.Ordinal);
    }

    private static string Lines(params ReadOnlySpan<string> data)
    {
        var text = new StringBuilder();
        foreach (var line in data)
        {
            text.Append("data: ").Append(line).Append("\n\n");
        }

        return text.ToString();
    }

    private static string Type(JsonNode data) => data["type"]!.GetValue<string>();

    private static List<JsonNode> Events(string stream)
    {
        var events = new List<JsonNode>();
        foreach (var bytes in EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [1 << 20]))
        {
            var data = JsonNode.Parse(EventFeed.DataOf(bytes))!;
            Assert.StartsWith($"event: {Type(data)}\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
            events.Add(data);
        }

        return events;
    }
}
