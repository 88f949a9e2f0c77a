using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>A single value, or a group of fields that says more.</summary>
/// <typeparam name="T">What either becomes.</typeparam>
/// <param name="single">The single value.</param>
/// <param name="group">The group.</param>
internal sealed class EitherKind<T>(Kind<T> single, Kind<T> group) : Kind<T>
{
    /// <inheritdoc/>
    public override string Allowed => $"{single.Allowed}; or a group of the fields below";

    /// <inheritdoc/>
    public override IEnumerable<FieldDescription> Describe(string path) => group.Describe(path);

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value) =>
        (node is YamlMap ? group : single).TryRead(node, path, reading, out value);

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        foreach (var kind in (ReadOnlySpan<Kind<T>>)[single, group])
        {
            json.WriteStartObject();
            kind.WriteSchema(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
