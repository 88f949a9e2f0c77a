using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiResponses;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class OpenItemTests
{
    [Fact]
    public void The_length_is_that_of_the_part_that_is_open_in_characters()
    {
        var message = new OpenItem(ItemKind.Message, 0, JsonString.Of("msg_1"));
        Assert.Equal(0, message.Length);
        message.Add("\"a\\n\\u00e9\""u8);
        Assert.Equal(3, message.Length);
        message.Add("\"é😀\""u8);
        message.Add("\"\""u8);
        Assert.Equal(6, message.Length);
        Assert.Equal(6, message.Length);
        message.EndPart();
        Assert.Equal(0, message.Length);
        message.Add("\"xyz\""u8);
        Assert.Equal(3, message.Length);
    }

    [Fact]
    public void A_signature_is_not_copied_with_each_of_its_pieces()
    {
        const int pieces = 10_000;
        var reasoning = new OpenItem(ItemKind.Reasoning, 0, JsonString.Of("rs_1"));
        Assert.Null(reasoning.Signature);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var piece = 0; piece < pieces; piece++)
        {
            reasoning.Sign(DialectFamily.Anthropic, "\"abcdefghij\""u8);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, pieces * 100);
        Assert.Equal(DialectFamily.Anthropic, reasoning.Signature!.Family);
        Assert.Equal(pieces * 10, reasoning.Signature.Value.Escaped.Length);
    }
}
