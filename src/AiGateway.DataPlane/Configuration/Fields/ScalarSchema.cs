using System.Text.Json;

namespace AiGateway.Configuration.Fields;

/// <summary>What JSON Schema says of a single value. A text with a variable in it always passes, since nobody knows what it will hold.</summary>
/// <param name="Type">JSON's type: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>.</param>
internal sealed record ScalarSchema(string Type)
{
    private const string HasVariable = @"\$\{";

    /// <summary>Any text.</summary>
    public static ScalarSchema Text { get; } = new("string");

    /// <summary>The only values, or null.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>A regular expression that the text matches, or null.</summary>
    public string? Pattern { get; init; }

    /// <summary>A bare number is a text of this kind too, such as a size in bytes.</summary>
    public bool AllowsNumber { get; init; }

    /// <summary>The least number, or null.</summary>
    public long? Least { get; init; }

    /// <summary>The greatest number, or null.</summary>
    public long? Most { get; init; }

    /// <summary>Writes the members into an object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (Type == "string" && Words is null)
        {
            WriteTypes(json);
            if (Pattern is not null)
            {
                json.WriteString("pattern", $"{Pattern}|{HasVariable}");
            }

            return;
        }

        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        WriteBounds(json);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "string");
        json.WriteString("pattern", HasVariable);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteTypes(Utf8JsonWriter json)
    {
        if (!AllowsNumber)
        {
            json.WriteString("type", Type);
            return;
        }

        json.WriteStartArray("type");
        json.WriteStringValue(Type);
        json.WriteStringValue("number");
        json.WriteEndArray();
    }

    private void WriteBounds(Utf8JsonWriter json)
    {
        if (Words is { } words)
        {
            json.WriteStartArray("enum");
            foreach (var word in words)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            return;
        }

        json.WriteString("type", Type);
        if (Least is { } least)
        {
            json.WriteNumber("minimum", least);
        }

        if (Most is { } most)
        {
            json.WriteNumber("maximum", most);
        }
    }
}
