using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Anthropic;

public sealed class AnthropicBlockReaderTests
{
    [Fact]
    public void Who_made_a_call_is_not_missed_elsewhere()
    {
        var (json, dropped) = Translating.Request(
            """
            {"model":"m","max_tokens":10,"messages":[{"role":"user","content":"Hi"},
            {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"f","input":{},"caller":{"type":"direct"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"}]}]}
            """,
            DialectCodecs.Anthropic, DialectCodecs.Chat);

        Assert.Empty(dropped);
        Assert.DoesNotContain("direct", json, StringComparison.Ordinal);
    }
}
