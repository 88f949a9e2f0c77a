using System.Buffers;
using System.Text;
using AiGateway.Dialects.Anthropic;

namespace AiGateway.Tests.Dialects.Anthropic;

public sealed class UnsignedThinkingTests
{
    private const string Unsigned = """{"type":"thinking","thinking":"a","signature" : ""}""";
    private const string Signed = """{"type":"thinking","thinking":"a","signature":"Ev"}""";
    private const string Words = """{"type":"text","text":"\"signature\":\"\""}""";
    private const string Call = """{"type":"tool_use","id":"a","name":"f","input":{}}""";

    private readonly List<string> _dropped = [];

    [Theory]
    [InlineData("[U ,T]", "[T]")]
    [InlineData("[T, U,U , C]", "[T, C]")]
    [InlineData("[T,U]", "[T]")]
    [InlineData("[S,T]", "[S,T]")]
    public void What_is_not_signed_is_left_out_and_nothing_else(string content, string expected) =>
        Assert.Equal(Body(Said(expected)), Apply(Body(Said(content))));

    [Theory]
    [InlineData("M, A ,M", "M, M")]
    [InlineData("M,A", "M")]
    [InlineData("A", "A")]
    public void A_turn_of_nothing_else_goes_with_it(string messages, string expected) => Assert.Equal(Talk(expected), Apply(Talk(messages)));

    [Theory]
    [InlineData("""{"messages":[{"content":[{"type":"thinking","signature":""}""")]
    [InlineData("""{"messages":{"type":"thinking","signature":""}}""")]
    [InlineData("""{"messages":[{"role":"user","content":"\"signature\":\"\""}],"signature":""}""")]
    public void All_else_stays(string body) => Assert.Equal(body, Apply(body));

    [Theory]
    [InlineData("[U,C]", true)]
    [InlineData("[S,U,C]", false)]
    public void A_budget_goes_with_the_thinking_that_belongs_to_calls(string content, bool goes)
    {
        const string result = """{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"x"}]}""";
        var sent = Apply($$"""{"model":"c","thinking":{"type":"enabled","budget_tokens":2000},"max_tokens":9,"messages":[{{Said(content)}},{{result}}]}""");

        Assert.Equal(goes, sent.Contains("\"thinking\":{\"type\":\"disabled\"},\"max_tokens\"", StringComparison.Ordinal));
        Assert.Equal(goes ? ["thinking.budget_tokens"] : [], _dropped);
    }

    [Fact]
    public void A_body_in_segments_is_read_as_one()
    {
        var body = Encoding.UTF8.GetBytes(Body(Said("[U,T]")));

        Assert.All(Enumerable.Range(1, body.Length - 1), size =>
        {
            Assert.True(UnsignedThinking.MayBeIn(Segmented.At(body, size)));
            Assert.Single(UnsignedThinking.LeaveOut(Segmented.At(body, size), _dropped));
        });
    }

    private static string Body(string message) => $$"""{"model":"claude-x","messages":[{"role":"user","content":"Hi"},{{message}}],"max_tokens":9}""";

    private static string Said(string content)
    {
        var blocks = string.Concat(content.Select(mark => mark switch { 'U' => Unsigned, 'S' => Signed, 'T' => Words, 'C' => Call, _ => mark.ToString() }));
        return $$"""{"role":"assistant","content":{{blocks}}}""";
    }

    private static string Talk(string messages)
    {
        var all = string.Concat(messages.Select(mark => mark switch { 'A' => Said("[ U,U ]"), 'M' => Said("[T]"), _ => mark.ToString() }));
        return $$"""{"messages":[{{all}}]}""";
    }

    private string Apply(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var edits = UnsignedThinking.LeaveOut(new ReadOnlySequence<byte>(bytes), _dropped);
        Assert.True(edits.Count == 0 || UnsignedThinking.MayBeIn(new ReadOnlySequence<byte>(bytes)));
        foreach (var edit in edits.OrderByDescending(edit => edit.Start))
        {
            bytes = Splice.Apply(bytes, edit);
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
