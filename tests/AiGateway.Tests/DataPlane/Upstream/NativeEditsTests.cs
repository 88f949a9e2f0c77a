using AiGateway.Pipeline;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class NativeEditsTests
{
    [Theory]
    [InlineData("openai", """{"input":[{"role":"user","content":"a"},{"type":"reasoning","encrypted_content":"anthropic.EvQ="}],"model":"m"}""", """{"input":[{"role":"user","content":"a"}],"model":"m"}""")]
    [InlineData("openai", """{"input":[{"type":"reasoning","encrypted_content":"gAAA"}],"model":"m"}""", """{"input":[{"type":"reasoning","encrypted_content":"gAAA"}],"model":"m"}""")]
    public async Task Reasoning_of_another_family_does_not_go_to_who_could_not_read_it(string type, string body, string expected) =>
        Assert.Equal(expected, await SentAsync(type, "/v1/responses", body));

    [Theory]
    [InlineData("claude-x", """[{"role":"assistant","content":[{"type":"text","text":"b"}]}]""")]
    [InlineData("other", """[{"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":""},{"type":"text","text":"b"}]}]""")]
    public async Task Thinking_that_nobody_signed_does_not_go_to_Claude(string model, string expected)
    {
        const string messages = """[{"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":""},{"type":"text","text":"b"}]}]""";

        Assert.Equal($$"""{"model":"{{model}}","messages":{{expected}}}""", await SentAsync("anthropic", "/v1/messages", $$"""{"model":"{{model}}","messages":{{messages}}}"""));
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"claude-x","max_tokens":1,"messages":[]}""", """{"anthropic_version":"vertex-2023-10-16","max_tokens":1,"messages":[]}""")]
    [InlineData("/v1/messages", """{"max_tokens":1, "model" : "claude-x"}""", """{"max_tokens":1, "anthropic_version":"vertex-2023-10-16"}""")]
    [InlineData("/v1/messages/count_tokens", """{"model":"claude-x","messages":[]}""", """{"anthropic_version":"vertex-2023-10-16","model":"claude-x","messages":[]}""")]
    public async Task A_body_names_the_version_and_the_model_only_where_the_path_does_not(string path, string body, string expected) =>
        Assert.Equal(expected, await SentAsync("vertex", path, body));

    [Fact]
    public async Task A_model_that_is_named_twice_cannot_be_taken_out()
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, "{}"), "/v1/messages", """{"model":"claude-x","model":"claude-x"}""", type: "vertex");

        var outcome = await provider.RunAsync();

        Assert.Equal((400, GatewayError.BadRequest.Code), (outcome.Error?.Status, outcome.Error?.Code));
        Assert.Empty(provider.Requests);
    }

    private static async Task<string> SentAsync(string type, string path, string body)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, "{}"), path, body, type: type);
        await provider.RunAsync();
        return Assert.Single(provider.Requests);
    }
}
