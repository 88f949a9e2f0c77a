using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>A list of texts that becomes one value, as a variable with commas does.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="item">The kind of the items.</param>
/// <param name="allowed">What is allowed, in a few words.</param>
/// <param name="parse">Reads the items, joined by commas.</param>
/// <param name="none">What no item means.</param>
internal sealed class JoinedKind<T>(Kind<string> item, string allowed, Func<string, Parsed<T>> parse, T none) : Kind<T>
{
    private readonly ListKind<string> _list = new(item);

    /// <inheritdoc/>
    public override string Allowed => allowed;

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = none;
        if (!_list.TryRead(node, path, reading, out var items))
        {
            return false;
        }

        var problems = reading.Problems.Count;
        for (var i = 0; i < items.Count; i++)
        {
            // One by one, so that the place of a bad one can be told.
            var one = items[i].Contains(',', StringComparison.Ordinal) ? Parsed.Bad<T>("has a comma: each is an item of its own") : parse(items[i]);
            if (!one.IsGood)
            {
                reading.Report(((YamlList)node).Items[i].At, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), $"{one.Problem}. Allowed: {allowed}");
            }
        }

        if (items.Count == 0 || reading.Problems.Count > problems)
        {
            return items.Count == 0;
        }

        var all = parse(string.Join(',', items));
        if (!all.IsGood)
        {
            reading.Report(node.At, path, $"{all.Problem}. Allowed: {allowed}");
            return false;
        }

        value = all.Value;
        return true;
    }

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json) => _list.WriteSchema(json);
}
