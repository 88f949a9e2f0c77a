using System.Buffers;
using System.Text;
using AiGateway.Dialects.OpenAiResponses;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class ForeignReasoningTests
{
    private const string Own = """{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAA"}""";
    private const string Claudes = """{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"anthropic.EvQ="}""";
    private const string Geminis = """{"type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"gemini-sealed.CiQ"}""";
    private const string Call = """{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""";

    [Theory]
    [InlineData("[A ,C]", "[C]")]
    [InlineData("[C, A]", "[C]")]
    [InlineData("[C,A , G]", "[C]")]
    [InlineData("[ A,G,C,A,O,G ,C]", "[ C,O,C]")]
    [InlineData("[A]", "[]")]
    [InlineData("[ A , G ]", "[  ]")]
    public void Reasoning_of_others_is_left_out_and_nothing_else(string input, string expected) =>
        Assert.Equal(Body(expected), Apply(Body(input)));

    [Theory]
    [InlineData("[O,C]")]
    [InlineData("[C]")]
    [InlineData("[]")]
    [InlineData("\"encrypted_content\"")]
    [InlineData("""[{"type":"message","role":"user","content":"\"encrypted_content\":\"anthropic.x\""}]""")]
    [InlineData("""[{"type":"message","role":"user","content":"anthropic.x","encrypted_content":1},O]""")]
    public void All_else_stays(string input) => Assert.Equal(Body(input), Apply(Body(input)));

    [Theory]
    [InlineData("""{"input":[{"encrypted_content":"anthropic.x"}""")]
    [InlineData("""{"input":{"encrypted_content":"anthropic.x"}}""")]
    public void What_cannot_be_read_stays(string body) => Assert.Equal(body, Apply(body));

    private static string Body(string input)
    {
        var items = string.Concat(input.Select(mark => mark switch { 'A' => Claudes, 'G' => Geminis, 'C' => Call, 'O' => Own, _ => mark.ToString() }));
        return $$"""{"model":"gpt-5.4","input":{{items}},"store":false}""";
    }

    private static string Apply(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var edits = ForeignReasoning.LeaveOut(new ReadOnlySequence<byte>(bytes));
        Assert.True(edits.Count == 0 || ForeignReasoning.MayBeIn(new ReadOnlySequence<byte>(bytes)));
        foreach (var edit in edits.Reverse())
        {
            bytes = Splice.Apply(bytes, edit);
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
