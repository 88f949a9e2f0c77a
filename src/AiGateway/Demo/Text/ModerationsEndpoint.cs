using System.Text;
using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Text;

/// <summary><c>POST /v1/moderations</c>: a few words are flagged, in English and Chinese.</summary>
internal static class ModerationsEndpoint
{
    private const int MostInputs = 2048;
    private const double Flagged = 0.98;
    private const double Innocent = 0.0001;

    private static readonly (string Category, string[] Words)[] s_categories =
    [
        ("harassment", ["idiot", "笨蛋"]),
        ("harassment/threatening", []),
        ("hate", ["hate speech", "仇恨言论"]),
        ("hate/threatening", []),
        ("illicit", ["steal", "偷窃"]),
        ("illicit/violent", []),
        ("self-harm", ["suicide", "自杀"]),
        ("self-harm/intent", []),
        ("self-harm/instructions", []),
        ("sexual", ["porn", "色情"]),
        ("sexual/minors", []),
        ("violence", ["kill", "杀"]),
        ("violence/graphic", []),
    ];

    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var input = call.Body.Member("input");
        if (!call.Body.Has("input"))
        {
            return SimulatedError.Missing("input");
        }

        if (Read(input) is not { Count: > 0 and <= MostInputs } texts)
        {
            return SimulatedError.Invalid($"Invalid 'input': expected a text, 1 to {MostInputs} texts, or an array of parts.", "input", "invalid_type");
        }

        return await call.SendJsonAsync(Json.Object((call, texts), static (json, of) =>
        {
            json.WriteString("id", "modr-" + SimulatedCall.NewId());
            json.WriteString("model", of.call.ModelName);
            json.WriteStartArray("results");
            foreach (var text in of.texts)
            {
                Write(json, text);
            }

            json.WriteEndArray();
        }));
    }

    // Parts are judged together, strings each for itself.
    private static List<string>? Read(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Array || input.GetArrayLength() == 0 || input[0].ValueKind != JsonValueKind.Object)
        {
            return TextInput.Read(input);
        }

        var text = new StringBuilder();
        foreach (var part in input.EnumerateArray())
        {
            text.Append(part.TextMember("text"));
        }

        return [text.ToString()];
    }

    private static void Write(Utf8JsonWriter json, string text)
    {
        var flags = Array.ConvertAll(s_categories, category => Array.Exists(category.Words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
        json.WriteStartObject();
        json.WriteBoolean("flagged", Array.Exists(flags, flag => flag));
        json.WriteStartObject("categories");
        for (var index = 0; index < flags.Length; index++)
        {
            json.WriteBoolean(s_categories[index].Category, flags[index]);
        }

        json.WriteEndObject();
        json.WriteStartObject("category_scores");
        for (var index = 0; index < flags.Length; index++)
        {
            json.WriteNumber(s_categories[index].Category, flags[index] ? Flagged : Innocent);
        }

        json.WriteEndObject();
        json.WriteStartObject("category_applied_input_types");
        foreach (var (category, _) in s_categories)
        {
            json.WriteStartArray(category);
            json.WriteStringValue("text");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
