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

    [Fact]
    public void A_result_with_an_id_that_no_call_has_answers_the_call_of_its_name()
    {
        var turns = Read(
            """
            {"contents":[{"role":"user","parts":[{"text":"Go"}]},
              {"role":"model","parts":[{"functionCall":{"name":"f","args":{}}},{"functionCall":{"id":"b","name":"g","args":{}}}]},
              {"role":"user","parts":[{"functionResponse":{"id":"g-1","name":"g","response":{}}},{"functionResponse":{"id":"f-1","name":"f","response":{}}}]}]}
            """).Turns;

        Assert.Equal(["b", "call_0"], turns[2].Parts.Select(part => Assert.IsType<ToolResultPart>(part).CallId.ToString()));
    }

    [Fact]
    public void Whatever_else_is_said_of_tools_is_told_where_it_is_dropped()
    {
        var (_, dropped) = Request("""{"contents":[{"parts":[{"text":"Hi"}]}],"toolConfig":{"retrievalConfig":{"languageCode":"en"}}}""", s_gemini, DialectCodecs.Chat);

        Assert.Equal(["toolConfig.retrievalConfig"], dropped);
    }

    [Fact]
    public void Schemas_of_protocol_buffers_become_those_of_JSON()
    {
        var read = Read(
            """
            {"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"responseSchema":{"type":"OBJECT","propertyOrdering":["a","b"],"nullable":true,"properties":{
              "a":{"type":"ARRAY","items":{"type":"STRING","format":"enum","enum":["x","y"],"nullable":true},"minItems":"1","max_items":3},
              "b":{"any_of":[{"type":"INTEGER","format":"int64"},{"type":"STRING","minLength":"2"}],"nullable":true}}}}}
            """);

        AssertSameJson(
            """
            {"type":"object","properties":{
              "a":{"type":"array","items":{"type":["string","null"],"enum":["x","y",null]},"minItems":1,"maxItems":3},
              "b":{"anyOf":[{"type":"integer","format":"int64"},{"type":"string","minLength":2},{"type":"null"}]}}}
            """,
            Encoding.UTF8.GetString(read.Format!.Schema.Span));
    }

    private static ConversationRequest Read(string json)
    {
        Assert.True(s_gemini.Request.TryRead(Encoding.UTF8.GetBytes(json), out var request, out var fault), $"{fault.Where} {fault.Message}");
        return request;
    }
}
