using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiGateway.Tests.Dialects.OpenAiChat;

/// <summary>What a client makes of a stream of chunks; throws where one would.</summary>
internal sealed partial record Caller(string Text, IReadOnlyList<string> Finishes, IReadOnlySet<string> Ids, IReadOnlySet<string> Models, int Roles, int Usages, int Ends)
{
    public static Caller Read(string stream)
    {
        var text = new StringBuilder();
        var finishes = new List<string>();
        var (ids, models) = (new HashSet<string>(), new HashSet<string>());
        var (roles, usages, ends) = (0, 0, 0);
        foreach (var data in EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [int.MaxValue / 2]).Select(EventFeed.DataOf).Where(data => data.Length > 0))
        {
            Assert.Equal(0, ends);
            if (data == "[DONE]")
            {
                ends++;
                continue;
            }

            using var chunk = JsonDocument.Parse(data);
            Note(chunk.RootElement, "id", ids);
            Note(chunk.RootElement, "model", models);
            usages += chunk.RootElement.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object ? 1 : 0;
            foreach (var choice in chunk.RootElement.GetProperty("choices").EnumerateArray())
            {
                if (choice.TryGetProperty("delta", out var delta))
                {
                    roles += delta.TryGetProperty("role", out _) ? 1 : 0;
                }

                if (choice.TryGetProperty("text", out var told) || (delta.ValueKind == JsonValueKind.Object && delta.TryGetProperty("content", out told)))
                {
                    text.Append(told.ValueKind == JsonValueKind.String ? Decode(told.GetRawText()[1..^1]) : "");
                }

                if (choice.TryGetProperty("finish_reason", out var finish) && finish.ValueKind == JsonValueKind.String)
                {
                    finishes.Add(finish.GetString()!);
                }
            }
        }

        return new Caller(text.ToString(), finishes, ids, models, roles, usages, ends);
    }

    private static void Note(JsonElement chunk, string name, HashSet<string> values)
    {
        if (chunk.TryGetProperty(name, out var value))
        {
            values.Add(value.GetString()!);
        }
    }

    // As JavaScript does it: halves of surrogate pairs are characters.
    private static string Decode(string raw) => Escape().Replace(raw, match => match.Value[1] switch
    {
        'u' => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'b' => "\b",
        'f' => "\f",
        var other => other.ToString(),
    });

    [GeneratedRegex(@"\\(u[0-9a-fA-F]{4}|.)")]
    private static partial Regex Escape();
}
