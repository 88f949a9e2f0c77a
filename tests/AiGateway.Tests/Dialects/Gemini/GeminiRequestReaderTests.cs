using System.Text;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Gemini;

public sealed class GeminiRequestReaderTests
{
    private static readonly DialectCodecs s_gemini = DialectCodecs.Gemini;

    [Fact]
    public void An_object_where_a_list_belongs_is_a_list_of_one()
    {
        var one = Read(
            """
            {"system_instruction":{"parts":{"text":"Be a cat."}},"contents":{"role":"user","parts":{"text":"Hi"}},
             "tools":{"functionDeclarations":{"name":"f"}},"generationConfig":{"stopSequences":"END"}}
            """);

        Assert.Equal(["Be a cat.", "Hi"], one.Turns.Select(turn => Assert.IsType<TextPart>(Assert.Single(turn.Parts)).Text.ToString()));
        Assert.Equal("f", Assert.IsType<FunctionTool>(Assert.Single(one.Tools)).Name.ToString());
        Assert.Equal("END", Assert.Single(one.Sampling.Stop).ToString());
    }

    [Fact]
    public void Instructions_that_are_no_object_are_refused_and_not_lost() =>
        Assert.Equal("systemInstruction", Fault("""{"systemInstruction":"Be a cat.","contents":[{"parts":[{"text":"Hi"}]}]}""", s_gemini).Where);

    [Fact]
    public void What_a_tool_shows_is_a_part_of_its_result()
    {
        var result = Assert.IsType<ToolResultPart>(Assert.Single(Read(
            """
            {"contents":[{"role":"user","parts":[{"functionResponse":{"name":"shot","response":{"result":"done"},
              "parts":[{"inlineData":{"mimeType":"image/png","data":"aGk="}}]}}]}]}
            """).Turns[0].Parts));

        Assert.Equal("done", Assert.IsType<TextPart>(result.Content[0]).Text.ToString());
        Assert.Equal("aGk=", Assert.IsType<ImagePart>(result.Content[1]).Source.Data.ToString());
    }

    [Theory]
    [InlineData("cachedContent")]
    [InlineData("cached_content")]
    public void A_talk_of_which_a_part_is_kept_at_google_is_not_answered_without_it(string name)
    {
        var request = Read($$"""{"contents":[{"parts":[{"text":"Hi"}]}],"{{name}}":"cachedContents/1","safetySettings":[]}""");

        Assert.All(DialectCodecs.All, to =>
        {
            var dropped = new DroppedFields(s_gemini.Request.Fields);
            to.Request.Write(new System.Buffers.ArrayBufferWriter<byte>(), request, RequestRules.Default, dropped);
            Assert.Equal(to == s_gemini ? null : name, dropped.Indispensable);
        });
    }

    private static ConversationRequest Read(string json)
    {
        Assert.True(s_gemini.Request.TryRead(Encoding.UTF8.GetBytes(json), out var request, out var fault), $"{fault.Where} {fault.Message}");
        return request;
    }
}
