using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>A single value, read from its text.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="allowed">What is allowed, in a few words.</param>
/// <param name="parse">Reads the text; the reading knows the file's folder.</param>
/// <param name="schema">Its JSON Schema.</param>
internal sealed class ScalarKind<T>(string allowed, Func<string, Reading, Parsed<T>> parse, ScalarSchema schema) : Kind<T>
{
    /// <summary>A kind whose text says everything.</summary>
    public ScalarKind(string allowed, Func<string, Parsed<T>> parse, ScalarSchema schema)
        : this(allowed, (text, _) => parse(text), schema)
    {
    }

    /// <inheritdoc/>
    public override string Allowed => allowed;

    /// <summary>A bad value may be a secret and is not shown.</summary>
    public bool IsSecret { get; init; }

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not YamlScalar scalar)
        {
            reading.Report(node.At, path, $"is {node.Kind}, not a single value. Allowed: {allowed}");
            return false;
        }

        if (reading.Expand(scalar, path) is not { } text)
        {
            return false;
        }

        var parsed = parse(text, reading);
        value = parsed.Value;
        if (!parsed.IsGood)
        {
            // What a variable holds is not shown, whatever the field.
            var shown = IsSecret ? "" : Shown.Text(scalar.Text) + " ";
            reading.Report(scalar.At, path, $"{shown}{parsed.Problem}{(parsed.Problem.EndsWith('?') ? "" : ".")} Allowed: {allowed}");
        }

        return parsed.IsGood;
    }

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json) => schema.WriteTo(json);
}
