using System.Text;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class AnswerGathererTests
{
    [Fact]
    public void It_says_how_much_it_holds()
    {
        var gatherer = new AnswerGatherer();
        Assert.Equal(0, gatherer.Held);

        gatherer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = Encoding.UTF8.GetBytes($"\"{new string('x', 5000)}\"") });
        Assert.Equal(5002, gatherer.Held);

        gatherer.Take(new StreamEvent { Kind = StreamEventKind.ToolCall, Slot = 0, Name = "\"f\""u8 });
        Assert.InRange(gatherer.Held, 5005, 6000);
    }

    [Fact]
    public void Thoughts_that_are_signed_and_not_shown_keep_their_own_signatures()
    {
        const string Stream =
            """
            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"S1"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"+"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"thinking","thinking":"","signature":"S2"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}

            event: message_stop
            data: {"type":"message_stop"}


            """;

        Assert.Equal(["S1+", "call", "S2"], Gather(Stream, "anthropic").Select(Told));
    }

    [Fact]
    public void A_signature_ends_the_thought_that_it_signs_where_nothing_else_does()
    {
        const string Stream =
            """
            data: {"choices":[{"index":0,"delta":{"reasoning_content":"One"}}]}

            data: {"choices":[{"index":0,"delta":{"thinking_blocks":[{"type":"thinking","thinking":"","signature":"S1"}]}}]}

            data: {"choices":[{"index":0,"delta":{"reasoning_content":"Two"}}]}

            data: {"choices":[{"index":0,"delta":{"thinking_blocks":[{"type":"thinking","thinking":"","signature":"S2"}]},"finish_reason":"stop"}]}

            data: [DONE]


            """;

        Assert.Equal(["One S1", "Two S2"], Gather(Stream, "openai-chat").Select(Told));
    }

    private static IReadOnlyList<Part> Gather(string stream, string dialect)
    {
        var reader = Codecs(dialect).Stream.OpenReader();
        var gatherer = new AnswerGatherer();
        foreach (var serverSentEvent in EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [int.MaxValue / 2]))
        {
            reader.Read(serverSentEvent, gatherer);
        }

        Assert.True(reader.Finish(gatherer));
        return Assert.Single(gatherer.ToAnswer().Choices).Parts;
    }

    private static string Told(Part part) => part is ReasoningPart reasoning ? $"{reasoning.Text} {reasoning.Signature?.Value}".Trim() : "call";
}
