using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Gemini;

public sealed class GeminiStreamWriterTests
{
    [Fact]
    public void Each_of_several_answers_has_its_own_pages()
    {
        using var writer = DialectCodecs.Gemini.Stream.OpenWriter(Context);
        writer.Take(new StreamEvent { Kind = StreamEventKind.Begin });
        for (var choice = 0; choice < 3; choice++)
        {
            writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Choice = choice, Text = "\"x\""u8 });
            if (choice > 0)
            {
                writer.Take(new StreamEvent { Kind = StreamEventKind.Citation, Choice = choice, Citation = new Citation { Family = DialectFamily.Gemini, Url = JsonString.Of($"https://{choice}.example") } });
            }

            writer.Take(new StreamEvent { Kind = StreamEventKind.Stop, Choice = choice });
        }

        writer.Take(new StreamEvent { Kind = StreamEventKind.End });

        var last = Encoding.UTF8.GetString(writer.Output.WrittenSpan).Split("data: ")[^1];
        Assert.Equal(
            [null, "https://1.example", "https://2.example"],
            JsonNode.Parse(last)!["candidates"]!.AsArray().Select(candidate => candidate!["groundingMetadata"]?["groundingChunks"]![0]!["web"]!["uri"]!.GetValue<string>()));
    }
}
