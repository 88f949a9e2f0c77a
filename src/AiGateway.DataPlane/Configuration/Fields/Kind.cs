using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>A kind of value that a field of the configuration file can have: how it is read, and how it is described to editors and readers.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
internal abstract class Kind<T>
{
    /// <summary>What is allowed, in a few words.</summary>
    public abstract string Allowed { get; }

    /// <summary>The fields within it, for the reference.</summary>
    /// <param name="path">Its own path.</param>
    public virtual IEnumerable<FieldDescription> Describe(string path) => [];

    /// <summary>Reads a value; where it is bad, problems are told.</summary>
    public abstract bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value);

    /// <summary>Writes the members of its JSON Schema into an object.</summary>
    public abstract void WriteSchema(Utf8JsonWriter json);
}

/// <summary>One line of the reference.</summary>
/// <param name="Path">The field's path, with <c>*</c> for a name that the operator chooses and <c>[]</c> for an item.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Default">What holds where it is left out, as one would write it; empty where nothing does.</param>
/// <param name="Meaning">What it is for.</param>
internal sealed record FieldDescription(string Path, string Allowed, string Default, string Meaning);
