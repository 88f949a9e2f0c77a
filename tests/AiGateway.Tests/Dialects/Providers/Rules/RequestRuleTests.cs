using System.Text.RegularExpressions;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Tests.Dialects.Providers.Rules;

public sealed partial class RequestRuleTests
{
    // Every member that some note names.
    private const string Members = """
        "stream":true,"max_completion_tokens":5,"user":"u","logprobs":true,"logit_bias":{"1":1},"n":2,"frequency_penalty":1,"presence_penalty":1,
        "service_tier":"flex","response_format":{"type":"json_object"},"temperature":2,"top_p":0,"tool_choice":"required",
        "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}]
        """;

    private const string Tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]";

    public static TheoryData<string, string> Refusals { get; } =
    [
        .. from preset in ProviderCatalogue.All
           where !preset.Note.StartsWith("Embeddings", StringComparison.Ordinal)
           from sentence in preset.Note.Split(". ")
           where sentence.StartsWith("Refuses ", StringComparison.Ordinal) || sentence.StartsWith("Ignores `n`", StringComparison.Ordinal)
           from name in Word().Matches(sentence)
           where !name.Value.Contains("format")
           select (preset.Type, name.Value.Trim('`')),
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_a_note_says_is_refused_is_not_sent(string type, string member)
    {
        const string named = "messages[].name";
        var usage = ProviderCatalogue.ByType[type].Usage == UsageInStreams.WhenAsked;
        var body = $$"""{"model":"m","messages":[{"role":"user","name":"x","content":"Hi"}],{{Members}}}""";

        var request = RuledRequest.OfBody(type, "some-model", body);

        Assert.NotEmpty(member);
        Assert.Null(request[member == named ? "messages.0.name" : member]);
        Assert.False(member == "stream_options" && usage);
    }

    [Fact]
    public void Notes_tell_of_refusals() => Assert.Contains(Refusals, row => row.Data == ("mistral", "max_completion_tokens"));

    [Theory]
    [InlineData("openai", "gpt-4.1", "max_completion_tokens")]
    [InlineData("azure-openai", "gpt-5", "max_completion_tokens")]
    [InlineData("github-models", "openai/gpt-5", "max_completion_tokens")]
    [InlineData("dashscope", "qwen-plus", "max_tokens")]
    [InlineData("dashscope", "qwen3.7-max", "max_completion_tokens")]
    [InlineData("mistral", "mistral-large-latest", "max_tokens")]
    [InlineData("openai-compatible", "any", "max_tokens")]
    public void The_token_limit_has_the_name_that_the_model_knows(string type, string model, string member)
    {
        var request = RuledRequest.Of(type, model, "\"max_tokens\":77");

        Assert.Equal("77", request[member]);
        Assert.Single(request.Body, pair => pair.Key.StartsWith("max_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dashscope", "qwen-max", "max_tokens", "8192")]
    [InlineData("dashscope", "unheard-of", "max_tokens", "100000")]
    public void A_token_limit_is_no_higher_than_what_the_model_can_give(string type, string model, string member, string expected) =>
        Assert.Equal(expected, RuledRequest.Of(type, model, "\"max_tokens\":100000")[member]);

    [Theory]
    [InlineData("dashscope", "qwen-plus", "\"temperature\":2", "temperature", "1.99")]
    [InlineData("dashscope", "qwen-plus", "\"top_p\":0", "top_p", "0.01")]
    [InlineData("zhipu", "glm-4.6", "\"temperature\":0", "temperature", "0.01")]
    [InlineData("zhipu", "glm-4.6", "\"temperature\":1.5", "temperature", "1")]
    [InlineData("minimax", "MiniMax-M2", "\"temperature\":2", "temperature", "1")]
    [InlineData("perplexity", "sonar", "\"temperature\":2", "temperature", "1.99")]
    [InlineData("openai", "gpt-4.1", "\"temperature\":2", "temperature", "2")]
    [InlineData("openai", "gpt-5", "\"temperature\":1,\"top_p\":1", "temperature", null)]
    public void Sampling_is_brought_within_bounds_and_not_told(string type, string model, string members, string path, string? expected)
    {
        var request = RuledRequest.Of(type, model, members);

        Assert.Equal(expected, request[path]);
        Assert.Empty(request.Dropped);
    }

    [Theory]
    [InlineData("openai", "o4-mini", "\"temperature\":0.5,\"stop\":[\"x\"]", "temperature", "stop")]
    [InlineData("moonshot", "kimi-k2.6", "\"temperature\":0.5", "temperature")]
    [InlineData("xai", "grok-4", "\"stop\":[\"x\"]", "stop")]
    [InlineData("sambanova", "any", "\"n\":2", "n")]
    [InlineData("deepseek", "deepseek-chat", "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}", "response_format")]
    [InlineData("dashscope", "qwen-plus", "\"user\":\"u\",\"store\":true,\"metadata\":{\"a\":\"b\"}", "safety_identifier", "metadata", "store")]
    [InlineData("perplexity", "sonar", Tools, "tools")]
    public void What_a_model_refuses_is_left_out_and_told(string type, string model, string members, params string[] dropped)
    {
        var request = RuledRequest.Of(type, model, members);

        Assert.Equal(dropped, request.Dropped);
        Assert.Equal(["messages", "model"], request.Body.Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("openai", "required", "\"required\"")]
    [InlineData("mistral", "required", "\"any\"")]
    [InlineData("zhipu", "auto", "\"auto\"")]
    public void A_choice_of_tools_has_the_word_that_the_provider_knows(string type, string choice, string expected)
    {
        var request = RuledRequest.Of(type, "m", $"{Tools},\"tool_choice\":\"{choice}\"");

        Assert.Equal(expected, request["tool_choice"]);
        Assert.Empty(request.Dropped);
    }

    [Fact]
    public void A_choice_that_cannot_be_said_is_left_to_the_model_and_told()
    {
        var any = RuledRequest.Of("dashscope", "qwen-plus", Tools + ",\"tool_choice\":\"required\"");
        var named = RuledRequest.Of("zhipu", "glm-4.6", Tools + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}");
        var thinking = RuledRequest.Of("dashscope", "qwq-plus", Tools + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}");

        Assert.All([any, named, thinking], request => Assert.Null(request["tool_choice"]));
        Assert.All([any, named, thinking], request => Assert.Equal(["tool_choice"], request.Dropped));
    }

    [Fact]
    public void Where_any_tool_is_the_one_that_there_is_it_is_named()
    {
        var request = RuledRequest.Of("dashscope", "qwen-plus", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"required\"");

        Assert.Equal("\"f\"", request["tool_choice.function.name"]);
        Assert.Equal("false", request["enable_thinking"]);
        Assert.Empty(request.Dropped);
    }

    [Fact]
    public void Where_no_calls_cannot_be_said_the_tools_are_left_out()
    {
        var request = RuledRequest.Of("zhipu", "glm-4.6", Tools + ",\"tool_choice\":\"none\"");

        Assert.Null(request["tools"]);
        Assert.Empty(request.Dropped);
    }

    [Fact]
    public void Calls_at_once_are_asked_for_where_the_provider_would_make_them_one_by_one()
    {
        Assert.Equal("true", RuledRequest.Of("dashscope", "qwen-plus", Tools)["parallel_tool_calls"]);
        Assert.Equal("false", RuledRequest.Of("dashscope", "qwen-plus", Tools + ",\"parallel_tool_calls\":false")["parallel_tool_calls"]);
        Assert.Null(RuledRequest.Of("openai", "gpt-4.1", Tools)["parallel_tool_calls"]);
    }

    [Fact]
    public void Ids_of_calls_are_shortened_alike_in_call_and_result()
    {
        const string body = """{"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"toolu_01A09q90qw90lq917835lq9","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"abcdefghi","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"toolu_01A09q90qw90lq917835lq9","content":"x"},{"role":"tool","tool_call_id":"abcdefghi","content":"x"}]}""";

        var request = RuledRequest.OfBody("mistral", "m", body);

        Assert.Matches("^\"[0-9A-Za-z]{9}\"$", request["messages.1.tool_calls.0.id"]);
        Assert.Equal(request["messages.1.tool_calls.0.id"], request["messages.2.tool_call_id"]);
        Assert.Equal("\"abcdefghi\"", request["messages.1.tool_calls.1.id"]);
        Assert.Equal("\"abcdefghi\"", request["messages.3.tool_call_id"]);
    }

    [Fact]
    public void A_stream_is_asked_for_its_usage_only_where_it_may_be()
    {
        var rules = RequestRules.Default with { Stream = true };

        Assert.Contains("include_usage", Conversation.Translating.Request(Body("\"n\":1"), DialectCodecs.Chat, DialectCodecs.Chat, rules).Json, StringComparison.Ordinal);
        Assert.DoesNotContain("stream_options", Conversation.Translating.Request(Body("\"n\":1"), DialectCodecs.Chat, DialectCodecs.Chat, rules with { AsksForUsage = false }).Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_does_not_go_on_from_a_begun_answer_is_asked_to()
    {
        const string body = """{"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once"}]}""";

        Assert.Equal("\"Continue.\"", RuledRequest.OfBody("openai-compatible", "claude-opus-5", body, DialectCodecs.Anthropic)["messages.2.content"]);
        Assert.Null(RuledRequest.OfBody("openai-compatible", "claude-sonnet-4-5", body, DialectCodecs.Anthropic).Body["messages"]!.AsArray().ElementAtOrDefault(2));
    }

    [Fact]
    public void Claude_takes_one_of_temperature_and_nucleus_and_later_neither()
    {
        var one = RuledRequest.Of("openai-compatible", "claude-sonnet-4-5", "\"temperature\":0.5,\"top_p\":0.5", DialectCodecs.Anthropic);
        var neither = RuledRequest.Of("openai-compatible", "claude-opus-4-8", "\"temperature\":0.5,\"top_p\":0.5", DialectCodecs.Anthropic);

        Assert.Equal(("0.5", null), (one["temperature"], one["top_p"]));
        Assert.Equal(["top_p"], one.Dropped);
        Assert.Equal((null, null), (neither["temperature"], neither["top_p"]));
        Assert.Equal(["temperature", "top_p"], neither.Dropped);
    }

    [Fact]
    public void Gemini_2_gives_no_shape_to_an_answer_beside_functions()
    {
        const string members = Tools + ",\"response_format\":{\"type\":\"json_object\"}";

        Assert.Equal(["response_format"], RuledRequest.Of("openai-compatible", "gemini-2.5-pro", members, DialectCodecs.Gemini).Dropped);
        Assert.Empty(RuledRequest.Of("openai-compatible", "gemini-3.5-flash", members, DialectCodecs.Gemini).Dropped);
    }

    [Theory]
    [InlineData("dashscope", "qwq-plus", true)]
    [InlineData("dashscope-intl", "qvq-max", true)]
    [InlineData("dashscope", "qwen3-omni-flash", true)]
    [InlineData("dashscope", "qwen2.5-omni-7b", true)]
    [InlineData("dashscope", "qwen-plus", false)]
    [InlineData("openai", "qwq-plus", false)]
    public void Some_models_answer_in_streams_only(string type, string model, bool expected) =>
        Assert.Equal(expected, ProviderCatalogue.ByType[type].StreamsOnly(model));

    [Fact]
    public void A_row_counts_for_the_names_that_it_has_whatever_stands_ahead_of_their_last_slash()
    {
        var book = new RuleBook([new("abc* *-x-*", "") { OldTokenLimit = true }]);

        Assert.True(book.For(DialectFamily.OpenAi, "maker/ABC-1").OldTokenLimit);
        Assert.True(book.For(DialectFamily.OpenAi, "1-x-2").OldTokenLimit);
        Assert.False(book.For(DialectFamily.OpenAi, "1-abc").OldTokenLimit);
        Assert.False(book.For(DialectFamily.OpenAi, "abc/1").OldTokenLimit);
        Assert.False(book.For(DialectFamily.Anthropic, "abc").OldTokenLimit);
    }

    [Fact]
    public void More_models_than_are_remembered_are_answered_all_the_same()
    {
        var book = new RuleBook([new("m*", "") { OldTokenLimit = true }]);

        Assert.All(Enumerable.Range(0, 3000), number => Assert.True(book.For(DialectFamily.OpenAi, $"m{number}").OldTokenLimit));
    }

    [Fact]
    public void Tools_whose_argument_is_text_are_functions_everywhere_but_at_their_maker()
    {
        const string body = """{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"custom","custom":{"name":"sh","description":"d"}}]}""";
        var makers = ProviderCatalogue.All.Where(preset => RuledRequest.OfBody(preset.Type, "some-model", body)["tools.0.type"] == "\"custom\"").Select(preset => preset.Type);

        Assert.Empty(makers.Except(["openai", "azure-openai", "azure-openai-classic", "simulated"]));
        Assert.Contains("openai", makers);
        Assert.Contains("azure-openai", makers);
        Assert.Equal("\"input\"", RuledRequest.OfBody("openrouter", "some-model", body)["tools.0.function.parameters.required.0"]);
    }

    [Fact]
    public void Every_row_says_why() => Assert.All(ProviderCatalogue.All.SelectMany(preset => preset.Rules.Rows), row => Assert.EndsWith(".", row.Why, StringComparison.Ordinal));

    [Fact]
    public void The_set_of_fields_has_room_for_all()
    {
        var all = FieldSet.Of(Enum.GetValues<ConversationField>());

        Assert.True(Enum.GetValues<ConversationField>().Length <= 64);
        Assert.Equal(Enum.GetValues<ConversationField>(), all);
        Assert.Equal([ConversationField.Text], all.Without(all.Without([ConversationField.Text])));
    }

    private static string Body(string members) => $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],{{members}}}""";

    [GeneratedRegex("`[a-z_.\\[\\]]+`")]
    private static partial Regex Word();
}
