using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class InstructionFitTests
{
    private const string Talk = """
        {"model":"m","max_tokens":10,"system":[{"type":"text","text":"Be brief."},{"type":"text","text":"Be kind."}],"messages":[
        {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"system","content":"The file has changed."},{"role":"user","content":"Go on"}]}
        """;

    [Fact]
    public void Where_instructions_stand_first_later_ones_are_told_by_the_user()
    {
        var (json, dropped) = Translating.Request(Talk, DialectCodecs.Anthropic, DialectCodecs.Chat, RequestRules.Default with { InstructionsFirst = true, FlatText = true });

        Assert.Equal(["system", "user", "assistant", "user"], Roles(json));
        Assert.Equal("System: The file has changed.\n\nGo on", JsonNode.Parse(json)!["messages"]![3]!["content"]!.ToString());
        Assert.Empty(dropped);
    }

    [Fact]
    public void Elsewhere_they_stay_in_their_place()
    {
        var (json, dropped) = Translating.Request(Talk, DialectCodecs.Anthropic, DialectCodecs.Chat);

        Assert.Equal(["system", "user", "assistant", "system", "user"], Roles(json));
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public void Dialects_without_such_a_message_tell_it_as_the_users_too(string target)
    {
        var (json, dropped) = Translating.Request(
            """{"model":"m","max_tokens":10,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"system","content":"Changed."}]}""",
            DialectCodecs.Chat, Translating.Codecs(target));

        Assert.Contains("System: Changed.", json, StringComparison.Ordinal);
        Assert.DoesNotContain("System: Be brief.", json, StringComparison.Ordinal);
        Assert.Empty(dropped);
    }

    [Fact]
    public void Several_at_the_beginning_become_one()
    {
        var (json, _) = Translating.Request(
            """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"developer","content":"Be kind."},{"role":"user","content":"Hi"}]}""",
            DialectCodecs.Chat, DialectCodecs.Chat, RequestRules.Default with { InstructionsFirst = true });

        Assert.Equal(["system", "user"], Roles(json));
        Assert.Contains("Be kind.", json, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_user_says_on_end_becomes_one_turn_but_for_results()
    {
        const string talk = """
            {"model":"m","instructions":"Code.","input":[{"role":"user","content":"Here."},{"role":"user","content":"Hi"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"c","output":"1"},{"role":"user","content":"And"},{"role":"user","content":"now?"}]}
            """;
        var (json, _) = Translating.Request(talk, DialectCodecs.Responses, DialectCodecs.Chat, RequestRules.Default with { InstructionsFirst = true, FlatText = true });

        Assert.Equal(["system", "user", "assistant", "tool", "user"], Roles(json));
        Assert.Equal("Here.\n\nHi", JsonNode.Parse(json)!["messages"]![1]!["content"]!.ToString());
        Assert.Equal("And\n\nnow?", JsonNode.Parse(json)!["messages"]![4]!["content"]!.ToString());
        Assert.Equal(["system", "user", "user", "assistant", "tool", "user", "user"], Roles(Translating.Request(talk, DialectCodecs.Responses, DialectCodecs.Chat).Json));
    }

    private static IEnumerable<string> Roles(string json) => JsonNode.Parse(json)!["messages"]!.AsArray().Select(message => message!["role"]!.ToString());
}
