using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>A field of a group in the configuration file.</summary>
/// <typeparam name="T">The record that its value goes into.</typeparam>
/// <param name="name">Its name.</param>
/// <param name="meaning">What it is for, in one sentence without its full stop.</param>
/// <param name="default">What holds where it is left out, as one would write it or say it; empty where nothing does.</param>
internal abstract class Field<T>(string name, string meaning, string @default)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it is for.</summary>
    public string Meaning => meaning;

    /// <summary>What holds where it is left out.</summary>
    public string Default => @default;

    /// <summary>It must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Its lines of the reference: its own, then those of the fields within it.</summary>
    public abstract IEnumerable<FieldDescription> Describe(string path);

    /// <summary>The record with the field's value in it; where the value is bad, problems are told and the record may be used no further than for finding more of them.</summary>
    public abstract T Read(T into, YamlNode value, string path, Reading reading);

    /// <summary>Writes the members of its JSON Schema into an object.</summary>
    public abstract void WriteSchema(Utf8JsonWriter json);
}

/// <summary>A field with a value of some kind.</summary>
/// <param name="name">Its name.</param>
/// <param name="kind">The kind of its value.</param>
/// <param name="meaning">What it is for.</param>
/// <param name="default">What holds where it is left out.</param>
/// <param name="with">Puts the value into the record.</param>
internal sealed class ValueField<T, TValue>(string name, Kind<TValue> kind, string meaning, string @default, Func<T, TValue, T> with) : Field<T>(name, meaning, @default)
{
    /// <inheritdoc/>
    public override IEnumerable<FieldDescription> Describe(string path) =>
        [new(path, kind.Allowed, IsRequired ? "required" : Default, Meaning), .. kind.Describe(path)];

    /// <inheritdoc/>
    public override T Read(T into, YamlNode value, string path, Reading reading) =>
        kind.TryRead(value, path, reading, out var read) || read is not null ? with(into, read) : into;

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json) => kind.WriteSchema(json);
}

/// <summary>A field whose group is read over what the record already has.</summary>
/// <param name="name">Its name.</param>
/// <param name="shape">The group's fields.</param>
/// <param name="meaning">What it is for.</param>
/// <param name="get">What the record has.</param>
/// <param name="with">Puts the group back.</param>
internal sealed class GroupField<T, TGroup>(string name, Shape<TGroup> shape, string meaning, Func<T, TGroup> get, Func<T, TGroup, T> with) : Field<T>(name, meaning, "")
    where TGroup : class
{
    /// <inheritdoc/>
    public override IEnumerable<FieldDescription> Describe(string path) => shape.Describe(path);

    /// <inheritdoc/>
    public override T Read(T into, YamlNode value, string path, Reading reading) =>
        shape.TryRead(get(into), value, path, reading, out var group) || group is not null ? with(into, group) : into;

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json) => shape.WriteSchema(json);
}

/// <summary>A field with groups under names that the operator chooses.</summary>
/// <param name="name">Its name.</param>
/// <param name="check">What a name may be; a problem, or null.</param>
/// <param name="shape">A group's fields.</param>
/// <param name="meaning">What it is for.</param>
/// <param name="start">The record of a new group, of what was read before and its name.</param>
/// <param name="with">Puts all of them into the record.</param>
internal sealed class NamedField<T, TGroup>(
    string name, Func<string, string?> check, Shape<TGroup> shape, string meaning, Func<T, string, TGroup> start, Func<T, IReadOnlyList<TGroup>, T> with)
    : Field<T>(name, meaning, "")
    where TGroup : class
{
    /// <inheritdoc/>
    public override IEnumerable<FieldDescription> Describe(string path) => [new(path, "names, each with the fields below", "", Meaning), .. shape.Describe(path + ".NAME")];

    /// <inheritdoc/>
    public override T Read(T into, YamlNode value, string path, Reading reading)
    {
        if (value is not YamlMap map)
        {
            reading.Report(value.At, path, $"is {value.Kind}, not names with their fields");
            return into;
        }

        var groups = new List<TGroup>();
        foreach (var entry in map.Entries)
        {
            var full = Reading.Join(path, Shown.Path(entry.Name));
            if (check(entry.Name) is { } problem)
            {
                reading.Report(entry.At, full, problem);
            }

            if (shape.TryRead(start(into, entry.Name), entry.Value, full, reading, out var group) || entry.Value is YamlMap)
            {
                groups.Add(group!);
            }
        }

        return with(into, groups);
    }

    /// <inheritdoc/>
    public override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("additionalProperties");
        shape.WriteSchema(json);
        json.WriteEndObject();
    }
}
