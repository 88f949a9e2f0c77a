using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiGateway.EndToEnd.Streaming;

public sealed class UsageTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("""{"model":"qwen-plus","stream":true,"messages":[]}""")]
    [InlineData("""{"model":"qwen-plus","stream":true,"stream_options":{},"messages":[]}""")]
    [InlineData("""{"model":"qwen-plus","stream":true,"stream_options":null,"messages":[]}""")]
    [InlineData("""{"model":"qwen-plus","stream":true,"stream_options":{"include_usage":false},"messages":[]}""")]
    [InlineData("""{"model":"qwen-plus","stream":true,"stream_options":{"include_obfuscation":false},"messages":[]}""")]
    public async Task Usage_is_asked_for_and_withheld_from_a_caller_who_did_not_ask(string body)
    {
        var script = _rig.Upstream.Play(Answer.Stream(Samples.Text("one"), Samples.Finish, Samples.Usage, Samples.Done));
        var reply = await _rig.SendAsync(CallerRequest.Chat(body));

        Assert.Equal(Samples.Text("one") + Samples.Finish + Samples.Done, reply.Text);
        var sent = JsonElement.Parse(script.Only.Body);
        Assert.True(sent.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal(body.Contains("obfuscation", StringComparison.Ordinal), sent.GetProperty("stream_options").TryGetProperty("include_obfuscation", out _));
        var line = await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
        Assert.Equal(("9", "3", "true"), (line["prompt_tokens"], line["completion_tokens"], line["stream"]!.ToLowerInvariant()));
    }

    [Fact]
    public async Task Nothing_else_of_the_body_changes_where_usage_is_asked_for()
    {
        const string Body = """{ "z":1.0e2,"model":"qwen-plus" ,"messages":[{"x":"é"}],"stream" : true }""";
        var script = _rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat(Body))).Status);

        var inserted = Regex.Match(script.Only.Text, """,? *"stream_options" *: *\{ *"include_usage" *: *true *\} *,? *""");
        Assert.True(inserted.Success);
        Assert.Equal(Body.Replace(" ", "", StringComparison.Ordinal), script.Only.Text.Remove(inserted.Index, inserted.Length).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Usage_comes_through_to_a_caller_who_asked()
    {
        var script = _rig.Upstream.Play(Answer.Stream(Samples.Text("one"), Samples.Finish, Samples.Usage, Samples.Done));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.StreamWithUsage));

        Assert.Equal(Samples.Text("one") + Samples.Finish + Samples.Usage + Samples.Done, reply.Text);
        Assert.Equal(Samples.StreamWithUsage, script.Only.Text);
    }

    [Fact]
    public async Task Usage_on_a_chunk_that_also_carries_text_is_not_withheld()
    {
        var text = Samples.Text("one").Replace("\"choices\"", "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1},\"choices\"", StringComparison.Ordinal);
        _rig.Upstream.Play(Answer.Stream(text, Samples.Finish, Samples.Done));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));

        Assert.Equal(text + Samples.Finish + Samples.Done, reply.Text);
        Assert.Equal("7", (await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!))["prompt_tokens"]);
    }

    [Fact]
    public async Task The_usage_of_an_answer_that_is_no_stream_is_read()
    {
        _rig.Upstream.Play(Answer.Json(Samples.ChatAnswer));
        var reply = await _rig.SendAsync(CallerRequest.Chat());
        var line = await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
        Assert.Equal(("9", "3", "4"), (line["prompt_tokens"], line["completion_tokens"], line["cached_tokens"]));
    }

    [Fact]
    public async Task A_provider_that_refuses_stream_options_is_asked_again_without_and_that_is_remembered()
    {
        await using var rig = await Rig.StartAsync();
        var script = rig.Upstream.Play(exchange =>
            exchange.Request.Text.Contains("stream_options", StringComparison.Ordinal)
                ? Answer.Json("""{"error":{"message":"Unrecognized request argument supplied: stream_options","type":"invalid_request_error","param":null,"code":null}}""", 400)(exchange)
                : Answer.Chat(exchange));

        for (var round = 0; round < 2; round++)
        {
            var reply = await rig.SendAsync(CallerRequest.Chat(Samples.Stream));
            Assert.Equal((200, Samples.Text("Hello") + Samples.Finish + Samples.Done), (reply.Status, reply.Text));
        }

        Assert.Equal([true, false, false], script.Requests.Select(request => request.Text.Contains("stream_options", StringComparison.Ordinal)));
        Assert.Equal(Samples.Stream, script.Requests[1].Text);
    }

    [Fact]
    public async Task A_refusal_of_the_callers_own_stream_options_is_not_remembered()
    {
        await using var rig = await Rig.StartAsync();
        var script = rig.Upstream.Play(exchange => exchange.Request.Text.Contains("odd", StringComparison.Ordinal)
            ? Answer.Json("""{"error":{"message":"Unknown parameter: 'stream_options.odd'","type":"invalid_request_error","param":null,"code":null}}""", 400)(exchange)
            : Answer.Chat(exchange));

        Assert.Equal(400, (await rig.SendAsync(CallerRequest.Chat("""{"model":"qwen-plus","stream":true,"stream_options":{"odd":1},"messages":[]}"""))).Status);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat(Samples.Stream))).Status);
        Assert.Contains("include_usage", script.Requests[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_400_about_something_else_is_not_asked_again()
    {
        var error = """{"error":{"message":"messages is empty","type":"invalid_request_error","param":"messages","code":null}}""";
        var script = _rig.Upstream.Play(Answer.Json(error, 400));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal((400, error), (reply.Status, reply.Text));
        Assert.Equal(1, script.Count);
    }

    [Fact]
    public async Task A_callers_own_stream_options_that_are_refused_are_his_to_hear_of()
    {
        var error = """{"error":{"message":"Unrecognized request argument supplied: stream_options","type":"invalid_request_error","param":null,"code":null}}""";
        var script = _rig.Upstream.Play(Answer.Json(error, 400));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.StreamWithUsage));
        Assert.Equal((400, error), (reply.Status, reply.Text));
        Assert.Equal(1, script.Count);
    }
}
