using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Tokens;

public sealed class TokenCountTranslatorTests
{
    private const string Anthropic =
        """{"model":"asked-model","system":"Be brief.","messages":[{"role":"user","content":"Hello"}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}""";

    private const string Responses =
        """{"model":"asked-model","instructions":"Be brief.","input":"Hello","tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":false}],"truncation":"auto"}""";

    private const string Gemini =
        """{"generateContentRequest":{"model":"models/asked-model","systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hello"}]}],"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}]}}""";

    [Theory]
    [InlineData("messages_count_tokens", Anthropic, "openai")]
    [InlineData("count_tokens", Gemini, "openai")]
    public void A_question_is_put_to_OpenAI_without_what_steers_the_answer(string caller, string body, string preset)
    {
        using var translator = Operations.Translate(caller, "responses_input_tokens", body, preset);

        var asked = translator.Request();

        Assert.Contains("\"model\":\"target-model\"", asked, StringComparison.Ordinal);
        Assert.Contains("Be brief.", asked, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"f\"", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("max_output_tokens", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("store", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("stream", asked, StringComparison.Ordinal);
        Assert.Empty(translator.Dropped);
    }

    [Theory]
    [InlineData("responses_input_tokens", Responses)]
    [InlineData("count_tokens", Gemini)]
    public void A_question_is_put_to_Anthropic_without_the_tokens_that_an_answer_would_need(string caller, string body)
    {
        using var translator = Operations.Translate(caller, "messages_count_tokens", body, "anthropic");

        AssertSameJson(
            """{"model":"target-model","system":"Be brief.","messages":[{"role":"user","content":"Hello"}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}""",
            translator.Request());
    }

    [Theory]
    [InlineData("responses_input_tokens", Responses)]
    [InlineData("messages_count_tokens", Anthropic)]
    public void A_question_is_put_to_Gemini_as_a_whole_request(string caller, string body)
    {
        using var translator = Operations.Translate(caller, "count_tokens", body, "gemini");

        AssertSameJson(
            """{"generateContentRequest":{"model":"models/target-model","systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hello"}]}],"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}]}}""",
            translator.Request());
    }

    [Fact]
    public void Vertex_is_asked_without_the_object_around_it()
    {
        using var translator = Operations.Translate("messages_count_tokens", "count_tokens", Anthropic, "vertex");

        AssertSameJson(
            """{"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hello"}]}],"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}]}""",
            translator.Request());
    }

    [Theory]
    [InlineData("messages_count_tokens", Anthropic, "count_tokens", """{"totalTokens":17}""", """{"input_tokens":17}""")]
    [InlineData("messages_count_tokens", Anthropic, "responses_input_tokens", """{"object":"response.input_tokens","input_tokens":17}""", """{"input_tokens":17}""")]
    [InlineData("count_tokens", Gemini, "messages_count_tokens", """{"input_tokens":17}""", """{"totalTokens":17}""")]
    [InlineData("responses_input_tokens", Responses, "messages_count_tokens", """{"input_tokens":17}""", """{"object":"response.input_tokens","input_tokens":17}""")]
    public void The_answer_is_the_providers_own_number(string caller, string body, string target, string answer, string told)
    {
        using var translator = Operations.Translate(caller, target, body);
        translator.Request();

        Assert.Equal(told, translator.Answer(answer));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"input_tokens":"17"}""")]
    [InlineData("""{"input_tokens":-1}""")]
    [InlineData("[17]")]
    [InlineData("{")]
    [InlineData("")]
    public void What_is_no_number_is_no_answer(string answer)
    {
        using var translator = Operations.Translate("count_tokens", "messages_count_tokens", Gemini);
        translator.Request();

        Assert.Null(translator.Answer(answer));
    }

    [Fact]
    public void What_only_its_provider_has_cannot_be_counted_elsewhere()
    {
        using var translator = Operations.Translate("responses_input_tokens", "count_tokens", """{"model":"m","input":"Hello","previous_response_id":"resp_1"}""");
        translator.Request();

        Assert.Equal("previous_response_id", translator.Indispensable);
    }
}
