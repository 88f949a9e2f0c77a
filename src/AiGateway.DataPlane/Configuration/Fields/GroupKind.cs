using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>A group of fields.</summary>
/// <typeparam name="T">The record that it becomes.</typeparam>
/// <param name="shape">Its fields.</param>
/// <param name="start">The record with every default in it, a new one each time.</param>
internal sealed class GroupKind<T>(Shape<T> shape, Func<T> start) : Kind<T>
    where T : class
{
    /// <inheritdoc/>
    public override string Allowed => "";

    /// <inheritdoc/>
    public override IEnumerable<FieldDescription> Describe(string path) => shape.Describe(path);

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value) =>
        shape.TryRead(start(), node, path, reading, out value);

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json) => shape.WriteSchema(json);
}
