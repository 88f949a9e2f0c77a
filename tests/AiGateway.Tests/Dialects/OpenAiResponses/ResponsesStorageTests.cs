using System.Buffers;
using System.Text;
using AiGateway.Dialects.OpenAiResponses;
using AiGateway.Dialects.Stored;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class ResponsesStorageTests
{
    private const string Message = """{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi \"you\""}]}""";

    private static readonly ResponsesStorage s_storage = ResponsesStorage.Instance;

    [Theory]
    [InlineData("""{"input":"Hi \"you\""}""", Message)]
    [InlineData("""{"input":[ {"role" : "user","content":"a"}, {"type":"function_call_output","call_id":"c","output":"x"} ]}""", """{"role" : "user","content":"a"}, {"type":"function_call_output","call_id":"c","output":"x"}""")]
    [InlineData("""{"input":[ ]}""", "")]
    [InlineData("""{"model":"m"}""", "")]
    [InlineData("""{"input":7}""", "")]
    [InlineData("""{"input":""", "")]
    public void The_input_is_kept_as_it_stood(string request, string kept) => Assert.Equal(kept, Encoding.UTF8.GetString(s_storage.ReadInput(Bytes(request)).Span));

    [Fact]
    public void A_request_says_itself_what_it_referred_to_and_nothing_else_of_it_changes()
    {
        var first = new StoredAnswer("resp_1", null, Bytes("""{"role":"user","content":"1"}"""), Bytes("""{"id":"resp_1","output":[ {"type":"reasoning","summary":[]},{"type":"message","role":"assistant","content":[]} ]}"""));
        var second = new StoredAnswer("resp_2", "resp_1", default, Bytes("""{"id":"resp_2","output":[]}"""));

        Assert.Equal(
            """{"input":[{"role":"user","content":"1"},{"type":"reasoning","summary":[]},{"type":"message","role":"assistant","content":[]},""" + Message
            + """],"model":"m","a \u0022":{"b":[1.50]}}""",
            Expand("""{"model":"m", "previous_response_id" : "resp_2", "input":"Hi \"you\"", "a \u0022": {"b":[1.50]}}""", first, second));
    }

    [Theory]
    [InlineData("""{"model":"m", "input": [ {"role":"user","content":"1"}, {"type":"item_reference","id":"msg_a1_0"}, {"type":"item_reference", "id":"rs_a1_1"}],"b":1}""", """{"model":"m","input":[{"role":"user","content":"1"},{"id":"msg_a1_0"},{"id":"rs_a1_1", "x" :1}],"b":1}""")]
    [InlineData("""{"input":[{"type":"item_reference","id":"msg_a1_0"},{"type":"item_reference","id":"msg_a1_7"},{"type":"item_reference","id":"msg_b_0"},{"type":"item_reference"}]}""", """{"input":[{"id":"msg_a1_0"},{"type":"item_reference","id":"msg_a1_7"},{"type":"item_reference","id":"msg_b_0"},{"type":"item_reference"}]}""")]
    [InlineData("""{"input":[{"type":"item_reference","id":"msg_b_0"},{"type":"item_reference","id":"_"},{"type":"item_reference","id":"__"}]}""", null)]
    [InlineData("""{"input":"item_reference"}""", null)]
    [InlineData("""["item_reference"]""", null)]
    [InlineData("""{"input":""", null)]
    public void What_is_named_by_its_id_is_put_in_its_place(string request, string? expected)
    {
        var asked = new List<string>();
        var filled = Fill(request, 1000, asked);

        Assert.Equal(expected, filled);
        Assert.Equal(asked.Distinct(), asked);
        Assert.DoesNotContain(asked, id => id is not ("resp_a1" or "resp_b"));
    }

    [Fact]
    public void No_more_is_written_than_a_request_may_have()
    {
        var names = string.Join(',', Enumerable.Repeat("""{"type":"item_reference","id":"msg_a1_0"}""", 1000));

        Assert.InRange(Fill($$"""{"input":[{{names}}],"model":"m"}""", 100, [])!.Length, 101, 150);
    }

    [Fact]
    public void A_request_without_input_goes_on_with_what_was_said()
    {
        var first = new StoredAnswer("resp_1", null, Bytes(Message), Bytes("""{"output":[{"type":"message"}]}"""));

        Assert.Equal("{\"input\":[" + Message + """,{"type":"message"}],"model":"m"}""", Expand("""{"previous_response_id":"resp_1","model":"m"}""", first));
    }

    [Fact]
    public void An_input_of_another_kind_stays_so_that_it_is_told_what_is_wrong_with_it() =>
        Assert.Equal("""{"input":7,"model":"m"}""", Expand("""{"previous_response_id":"resp_1","input":7,"model":"m"}"""));

    [Fact]
    public void What_is_no_json_is_not_expanded() => Assert.False(s_storage.TryExpand(Bytes("{"), [], new ArrayBufferWriter<byte>()));

    [Theory]
    [InlineData("response.completed", true)]
    [InlineData("response.incomplete", true)]
    [InlineData("response.failed", false)]
    public void The_last_event_of_a_stream_has_the_answer(string name, bool isKept)
    {
        var events = "event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"response\":1}\n\n"
            + $$$"""event: {{{name}}}{{{"\n"}}}data: {"type":"{{{name}}}","response":{"id":"resp_1"}}{{{"\n\n"}}}""";

        Assert.Equal(isKept, s_storage.TryReadLast(Bytes(events), out var answer));
        Assert.Equal(isKept ? """{"id":"resp_1"}""" : null, answer is null ? null : Encoding.UTF8.GetString(answer));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(5000, false)]
    public void However_deep_the_tools_are_that_an_answer_repeats_its_stream_does_not_break(int depth, bool isKept)
    {
        var schema = new string('[', depth) + new string(']', depth);
        var events = $"event: response.completed\ndata: {{\"response\":{{\"tools\":{schema}}}}}\n\n";

        Assert.Equal(isKept, s_storage.TryReadLast(Bytes(events), out _));
    }

    [Fact]
    public void The_list_of_input_items_gives_each_an_id_and_the_last_one_first()
    {
        const string Items = """{"role":"user","content":"1"},{"type":"function_call_output","call_id":"c","output":"x"},{"type":"message","id":"msg_own","role":"assistant","content":"2"}""";

        AssertSameJson(
            """
            {"object":"list","data":[
            {"id":"msg_own","type":"message","role":"assistant","content":[{"type":"output_text","text":"2","annotations":[]}]},
            {"id":"fc_resp_1_1","type":"function_call_output","call_id":"c","output":"x"},
            {"id":"msg_resp_1_0","type":"message","role":"user","content":[{"type":"input_text","text":"1"}]}],
            "first_id":"msg_own","last_id":"msg_resp_1_0","has_more":false}
            """,
            List(Items, ""));
        AssertSameJson(
            """{"object":"list","data":[{"id":"fc_resp_1_1","type":"function_call_output","call_id":"c","output":"x"}],"first_id":"fc_resp_1_1","last_id":"fc_resp_1_1","has_more":true}""",
            List(Items, "?order=asc&after=msg_resp_1_0&limit=1&include=x"));
        AssertSameJson("""{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""", List("", "?limit=100"));
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit", "limit")]
    [InlineData("?order=up", "order")]
    public void A_bad_query_is_told(string query, string where)
    {
        Assert.False(s_storage.TryWriteInput(new ArrayBufferWriter<byte>(), new StoredAnswer("resp_1", null, default, default), query, out var fault));
        Assert.Equal(where, fault.Where);
    }

    private static string Expand(string request, params StoredAnswer[] earlier)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(s_storage.TryExpand(Bytes(request), earlier, output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string List(string items, string query)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(s_storage.TryWriteInput(output, new StoredAnswer("resp_1", null, Bytes(items), default), query, out _));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string? Fill(string request, long most, List<string> asked)
    {
        var kept = new StoredAnswer("resp_a1", null, default, Bytes("""{"output":[{"id":"msg_a1_0"},{"id":"rs_a1_1", "x" :1}]}"""));
        var output = new ArrayBufferWriter<byte>();
        var isFilled = s_storage.TryFill(
            Bytes(request),
            id =>
            {
                asked.Add(id);
                return id == kept.Id ? kept : null;
            },
            most,
            output);
        return isFilled ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
