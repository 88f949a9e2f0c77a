using System.Text;
using System.Text.Json.Nodes;
using AiGateway.State;

namespace AiGateway.Tests.DataPlane.State;

public sealed class ConsultTests
{
    private const string Hello = """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";
    private const string Calls = """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[{"id":"call_9","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";

    private static readonly StoreLimits s_limits = new(1024 * 1024, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_talk_goes_on_by_the_id_of_its_last_answer(bool streams)
    {
        var talk = new StoredTalk(s_limits, "a", "b");
        talk.Answer(streams ? Stream("Hello") : Hello);
        var first = await AskAsync(talk, $$"""{"model":"m","input":"Hi","stream":{{Json(streams)}}}""");
        talk.Answer(Calls);
        var second = await AskAsync(talk, $$"""{"model":"m","previous_response_id":"{{first["id"]}}","input":[{"role":"user","content":"Look."}],"store":true}""");
        talk.Answer(streams ? Stream("Done") : Hello);
        var third = await AskAsync(
            talk, $$"""{"model":"m","previous_response_id":"{{second["id"]}}","input":[{"type":"function_call_output","call_id":"call_9","output":"x"}],"stream":{{Json(streams)}}}""");

        Assert.Equal(["user Hi"], Messages(talk.Asked[0]));
        Assert.Equal(["user Hi", "assistant Hello", "user Look."], Messages(talk.Asked[1]));
        Assert.Equal(["user Hi", "assistant Hello", "user Look.", "assistant call_9", "tool x"], Messages(talk.Asked[2]));
        Assert.Equal((string?)second["id"], (string?)third["previous_response_id"]);
        Assert.True((bool)second["store"]!);
        Assert.All(talk.Asked, asked => Assert.Null(asked["store"]));
        Assert.Equal(3, new[] { first, second, third }.Select(answer => (string?)answer["id"]).Distinct().Count());
    }

    [Fact]
    public async Task A_talk_goes_on_by_the_ids_of_what_the_model_said()
    {
        var talk = new StoredTalk(s_limits, "a", "b");
        talk.Answer(Calls);
        var first = await AskAsync(talk, """{"model":"m","input":"Hi"}""");
        var request = $$"""
            {"model":"m","input":[{"role":"user","content":"Hi"},{"type":"item_reference","id":"{{first["output"]![0]!["id"]}}"},
            {"type":"item_reference","id":"{{first["output"]![1]!["id"]}}"},{"type":"function_call_output","call_id":"call_9","output":"x"}]}
            """;
        talk.Answer(Hello);
        var second = await AskAsync(talk, request);

        Assert.Equal(["user Hi", "assistant call_9", "tool x"], Messages(talk.Asked[1]));
        Assert.Equal("Hm.", (string?)talk.Asked[1]["messages"]![1]!["reasoning_content"]);
        var (_, items) = await talk.SendAsync("a", "GET", $"/v1/responses/{second["id"]}/input_items?order=asc");
        Assert.Equal("message reasoning function_call function_call_output", string.Join(' ', JsonNode.Parse(items)!["data"]!.AsArray().Select(item => (string?)item!["type"])));
        Assert.Equal(400, (await talk.SendAsync("b", "POST", "/v1/responses", request)).Status);
    }

    [Fact]
    public async Task An_answer_that_is_kept_is_given_again_lists_its_input_and_can_be_deleted()
    {
        var talk = new StoredTalk(s_limits, "a", "b");
        talk.Answer(Hello);
        var (_, text) = await talk.SendAsync("a", "POST", "/v1/responses", """{"model":"m","input":"Hi"}""");
        var id = (string?)JsonNode.Parse(text)!["id"];

        Assert.Equal((200, text), await talk.SendAsync("a", "GET", $"/v1/responses/{id}"));
        Assert.Equal(400, (await talk.SendAsync("a", "GET", $"/v1/responses/{id}?stream=true")).Status);
        var (status, items) = await talk.SendAsync("a", "GET", $"/v1/responses/{id}/input_items?limit=5");
        Assert.Equal((200, "Hi"), (status, (string?)JsonNode.Parse(items)!["data"]![0]!["content"]![0]!["text"]));
        Assert.Equal((400, "limit"), await ErrorAsync(talk, "a", "GET", $"/v1/responses/{id}/input_items?limit=x"));
        Assert.Equal(400, (await talk.SendAsync("a", "POST", $"/v1/responses/{id}/cancel")).Status);

        Assert.Equal(404, (await talk.SendAsync("b", "GET", $"/v1/responses/{id}")).Status);
        Assert.Equal(404, (await talk.SendAsync("b", "DELETE", $"/v1/responses/{id}")).Status);
        Assert.Equal((400, "previous_response_id"), await ErrorAsync(talk, "b", "POST", "/v1/responses", $$"""{"model":"m","previous_response_id":"{{id}}"}"""));

        Assert.Equal((200, $$"""{"id":"{{id}}","object":"response","deleted":true}"""), await talk.SendAsync("a", "DELETE", $"/v1/responses/{id}"));
        Assert.Equal(404, (await talk.SendAsync("a", "GET", $"/v1/responses/{id}")).Status);
        Assert.Single(talk.Asked);
    }

    [Fact]
    public async Task Nothing_is_kept_of_whoever_wants_nothing_kept()
    {
        var talk = new StoredTalk(s_limits, "a", "b");
        talk.Answer(Hello);
        var answer = await AskAsync(talk, """{"model":"m","input":"Hi","store":false}""");

        Assert.False((bool)answer["store"]!);
        Assert.Equal(0, talk.Snapshot.Answers!.Held);
        Assert.Equal(404, (await talk.SendAsync("a", "GET", $"/v1/responses/{answer["id"]}")).Status);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a", "b")]
    public async Task Where_the_store_is_off_a_reference_is_refused_in_words(params string[] keys)
    {
        var talk = new StoredTalk(limits: null, keys);
        var (status, text) = await talk.SendAsync("a", "POST", "/v1/responses", """{"model":"m","previous_response_id":"resp_1","input":"Hi"}""");
        var error = JsonNode.Parse(text)!["error"]!;

        Assert.Equal(keys.Length == 1 ? 400 : 403, status);
        if (keys.Length == 1)
        {
            Assert.Equal("previous_response_id", (string?)error["param"]);
            Assert.Contains("server.stored_responses", (string?)error["message"], StringComparison.Ordinal);
        }

        Assert.Empty(talk.Asked);
    }

    [Fact]
    public async Task Where_the_store_is_off_the_name_of_an_item_is_refused_in_words()
    {
        var (status, text) = await new StoredTalk(limits: null, "a").SendAsync("a", "POST", "/v1/responses", """{"model":"m","input":[{"type":"item_reference","id":"msg_1_0"}]}""");
        var error = JsonNode.Parse(text)!["error"]!;

        Assert.Equal((400, "stored_responses_off", "input[].item_reference"), (status, (string?)error["code"], (string?)error["param"]));
    }

    [Fact]
    public async Task An_id_that_is_not_kept_is_refused_as_such_where_the_provider_keeps_none()
    {
        var talk = new StoredTalk(s_limits, "a");

        Assert.Equal((400, "previous_response_id"), await ErrorAsync(talk, "a", "POST", "/v1/responses", """{"model":"m","previous_response_id":"resp_1","input":"Hi"}"""));
        Assert.Empty(talk.Asked);
    }

    [Fact]
    public async Task A_talk_whose_first_answer_has_expired_is_refused_as_a_whole()
    {
        var talk = new StoredTalk(s_limits, "a", "b");
        talk.Answer(Hello);
        var first = await AskAsync(talk, """{"model":"m","input":"Hi"}""");
        talk.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((400, "previous_response_id"), await ErrorAsync(talk, "a", "POST", "/v1/responses", $$"""{"model":"m","previous_response_id":"{{first["id"]}}","input":"Hi"}"""));
    }

    [Fact]
    public async Task Other_stored_objects_of_the_account_stay_refused_with_several_keys()
    {
        var talk = new StoredTalk(s_limits, "a", "b");

        Assert.Equal(403, (await talk.SendAsync("a", "GET", "/v1/conversations/conv_1")).Status);
        Assert.Equal(403, (await talk.SendAsync("a", "POST", "/v1/responses", """{"model":"m","conversation":"conv_1","input":"Hi"}""")).Status);
        Assert.Equal(403, (await talk.SendAsync("a", "POST", "/v1/responses", """{"model":"m","conversation":"conv_1","previous_response_id":"resp_1","input":"Hi"}""")).Status);
    }

    [Fact]
    public async Task A_talk_that_has_become_larger_than_a_request_may_be_is_refused()
    {
        var talk = new StoredTalk(new StoreLimits(256 * 1024 * 1024, TimeSpan.FromHours(1)), "a");
        talk.Answer(Hello);
        var answer = await AskAsync(talk, $$"""{"model":"m","input":"{{new string('x', 20 * 1024 * 1024)}}"}""");

        Assert.Equal(
            (400, "previous_response_id"),
            await ErrorAsync(talk, "a", "POST", "/v1/responses", $$"""{"model":"m","previous_response_id":"{{answer["id"]}}","input":"{{new string('y', 20 * 1024 * 1024)}}"}"""));
    }

    private static async Task<JsonNode> AskAsync(StoredTalk talk, string body)
    {
        var (status, text) = await talk.SendAsync("a", "POST", "/v1/responses", body);
        Assert.True(status == 200, text);
        if (!text.StartsWith("event:", StringComparison.Ordinal))
        {
            return JsonNode.Parse(text)!;
        }

        var last = text[text.LastIndexOf("data: ", StringComparison.Ordinal)..]["data: ".Length..];
        return JsonNode.Parse(last)!["response"]!;
    }

    private static async Task<(int Status, string? Param)> ErrorAsync(StoredTalk talk, string key, string method, string path, string body = "")
    {
        var (status, text) = await talk.SendAsync(key, method, path, body);
        return (status, (string?)JsonNode.Parse(text)!["error"]!["param"]);
    }

    private static IEnumerable<string> Messages(JsonNode request) => request["messages"]!.AsArray().Select(message =>
        $"{message!["role"]} {message["tool_calls"]?[0]?["id"] ?? message["content"]}");

    private static string Json(bool value) => value ? "true" : "false";

    private static string Stream(string text) => new StringBuilder()
        .Append("data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"").Append(text).Append("\"},\"finish_reason\":null}]}\n\n")
        .Append("data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
        .ToString();
}
