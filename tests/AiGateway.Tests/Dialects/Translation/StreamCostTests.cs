using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Translation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Translation;

/// <summary>A translated stream costs what its events cost, however long it is.</summary>
public sealed class StreamCostTests
{
    private const int Few = 200;
    private const int Many = 20_000;

    // The text of one event and what comes of a few small ones; nothing that grows with what went before.
    private const long MostBytesAnEvent = 256;

    private static readonly Dictionary<string, (string Begin, string Event)> s_streams = new()
    {
        ["openai-chat"] = (
            "data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
            "data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" some words\"},\"finish_reason\":null}]}\n\n"),
        ["openai-responses"] = (
            "data: {\"type\":\"response.created\",\"response\":{\"id\":\"a\",\"model\":\"m\",\"output\":[]}}\n\n"
            + "data: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"i\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}}\n\n"
            + "data: {\"type\":\"response.content_part.added\",\"output_index\":0,\"content_index\":0,\"item_id\":\"i\",\"part\":{\"type\":\"output_text\",\"text\":\"\"}}\n\n",
            "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"item_id\":\"i\",\"delta\":\" some words\"}\n\n"),
        ["anthropic"] = (
            "data: {\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"model\":\"m\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
            + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
            "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" some words\"}}\n\n"),
        ["gemini"] = (
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}],\"role\":\"model\"},\"index\":0}],\"responseId\":\"a\"}\n\n",
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" some words\"}],\"role\":\"model\"},\"index\":0}],\"responseId\":\"a\"}\n\n"),
    };

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var target in DialectCodecs.All)
            {
                foreach (var caller in DialectCodecs.All)
                {
                    pairs.Add(target.Name, caller.Name);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_an_event_allocates_does_not_grow_with_the_stream(string target, string caller)
    {
        var (begin, delta) = s_streams[target];
        using var writer = Translating.Codecs(caller).Stream.OpenWriter(Translating.Context);
        var translation = new StreamTranslation(Translating.Codecs(target).Stream.OpenReader(), writer, Translating.Codecs(target).Error, "r");
        foreach (var first in EventFeed.Frame(Encoding.UTF8.GetBytes(begin), [int.MaxValue / 2]))
        {
            translation.Read(first);
        }

        var each = Encoding.UTF8.GetBytes(delta);
        Repeat(translation, each, Few);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(translation, each, Many);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Many;

        Assert.True(bytes <= MostBytesAnEvent, $"{target} to {caller}: {bytes:F0} bytes an event");
    }

    private static void Repeat(StreamTranslation translation, byte[] serverSentEvent, int times)
    {
        for (var i = 0; i < times; i++)
        {
            // An assertion would allocate.
            if (translation.Read(serverSentEvent) != EventKind.Content)
            {
                Assert.Fail("an event of text was not taken for one");
            }
        }
    }
}
