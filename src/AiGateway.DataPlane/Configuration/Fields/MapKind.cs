using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>Names that the operator chooses, each with a single value.</summary>
/// <typeparam name="T">What an entry becomes.</typeparam>
/// <param name="name">What a name may be; a problem, or null.</param>
/// <param name="value">The kind of the values.</param>
/// <param name="make">Makes an entry of its name and value.</param>
internal sealed class MapKind<T>(Func<string, string?> name, Kind<string> value, Func<string, string, T> make) : Kind<ValueList<T>>
{
    /// <inheritdoc/>
    public override string Allowed => $"names, each with: {value.Allowed}";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out ValueList<T> read)
    {
        read = null;
        if (node is not YamlMap map)
        {
            reading.Report(node.At, path, $"is {node.Kind}, not names with values");
            return false;
        }

        var entries = new List<T>();
        foreach (var entry in map.Entries)
        {
            var full = Reading.Join(path, Shown.Path(entry.Name));
            if (name(entry.Name) is { } problem)
            {
                reading.Report(entry.At, full, problem);
            }
            else if (value.TryRead(entry.Value, full, reading, out var text))
            {
                entries.Add(make(entry.Name, text));
            }
        }

        read = [.. entries];
        return entries.Count == map.Entries.Count;
    }

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("additionalProperties");
        value.WriteSchema(json);
        json.WriteEndObject();
    }
}
