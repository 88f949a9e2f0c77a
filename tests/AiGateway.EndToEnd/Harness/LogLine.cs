using System.Text.Json;

namespace AiGateway.EndToEnd.Harness;

/// <summary>One line of the program's output; the fields of a JSON line can be asked for.</summary>
public sealed class LogLine(string text)
{
    private readonly JsonElement? _json = Parse(text);

    public string Text => text;

    public bool IsJson => _json is not null;

    /// <summary>A field as text, whatever its kind; null where the line has none.</summary>
    public string? this[string field] => Field(field)?.ToString();

    public JsonElement? Field(string name) => _json is { } json && json.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
