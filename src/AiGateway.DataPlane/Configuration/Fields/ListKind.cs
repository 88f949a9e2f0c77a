using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>A list of values of one kind.</summary>
/// <typeparam name="T">What an item becomes.</typeparam>
/// <param name="item">The kind of the items.</param>
/// <param name="least">The fewest items.</param>
/// <param name="most">The most items.</param>
internal sealed class ListKind<T>(Kind<T> item, int least = 0, int most = int.MaxValue) : Kind<ValueList<T>>
{
    /// <inheritdoc/>
    public override string Allowed => item.Allowed.Length == 0 ? "a list" : $"a list of: {item.Allowed}";

    /// <inheritdoc/>
    public override IEnumerable<FieldDescription> Describe(string path) => item.Describe(path + "[]");

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out ValueList<T> value)
    {
        value = null;
        if (node is not YamlList list)
        {
            reading.Report(node.At, path, $"is {node.Kind}, not a list");
            return false;
        }

        if (list.Items.Count < least)
        {
            reading.Report(node.At, path, "is an empty list; at least one item is needed");
            return false;
        }

        if (list.Items.Count > most)
        {
            reading.Report(node.At, path, string.Create(CultureInfo.InvariantCulture, $"is a list of {list.Items.Count} items; at most {most} are allowed"));
            return false;
        }

        var items = new List<T>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (item.TryRead(list.Items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), reading, out var one))
            {
                items.Add(one);
            }
        }

        value = [.. items];
        return items.Count == list.Items.Count;
    }

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        if (least > 0)
        {
            json.WriteNumber("minItems", least);
        }

        if (most < int.MaxValue)
        {
            json.WriteNumber("maxItems", most);
        }

        json.WriteStartObject("items");
        item.WriteSchema(json);
        json.WriteEndObject();
    }
}
