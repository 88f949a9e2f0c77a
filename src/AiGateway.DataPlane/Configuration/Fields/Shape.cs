using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>The fields of a group: the one table that reading, JSON Schema and reference go by.</summary>
/// <typeparam name="T">The record that the fields are read into.</typeparam>
/// <param name="fields">The fields, in the order in which they are read and described.</param>
internal sealed class Shape<T>(params Field<T>[] fields)
    where T : class
{
    /// <summary>The lines of the reference.</summary>
    /// <param name="path">The group's path; empty for the file.</param>
    public IEnumerable<FieldDescription> Describe(string path) => fields.SelectMany(field => field.Describe(Reading.Join(path, field.Name)));

    /// <summary>Reads the fields that are written over a record that has the others' values.</summary>
    public bool TryRead(T start, YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = start;
        if (node is not YamlMap map)
        {
            reading.Report(node.At, path, $"is {node.Kind}, not a group of fields. Its fields are {string.Join(", ", Names)}");
            return false;
        }

        var problems = reading.Problems.Count;
        TellUnknown(map, path, reading);
        foreach (var field in fields)
        {
            if (map.Find(field.Name) is not { } entry)
            {
                if (field.IsRequired)
                {
                    reading.Report(map.At, path, $"{Shown.Name(field.Name)} is missing");
                }

                continue;
            }

            var full = Reading.Join(path, field.Name);
            if (entry.Value is YamlScalar { IsNothing: true })
            {
                reading.Report(entry.Value.At, full, "has no value: give it one, or leave it out");
                continue;
            }

            value = field.Read(value, entry.Value, full, reading);
        }

        reading.Remember(value, map, path);
        return reading.Problems.Count == problems;
    }

    /// <summary>Writes the members of its JSON Schema into an object.</summary>
    public void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        foreach (var field in fields)
        {
            json.WriteStartObject(field.Name);
            json.WriteString("description", field.Default.Length == 0 ? field.Meaning + "." : $"{field.Meaning}. Default: {field.Default}.");
            field.WriteSchema(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (fields.Any(field => field.IsRequired))
        {
            json.WriteStartArray("required");
            foreach (var field in fields.Where(field => field.IsRequired))
            {
                json.WriteStringValue(field.Name);
            }

            json.WriteEndArray();
        }
    }

    private IEnumerable<string> Names => fields.Select(one => one.Name);

    private void TellUnknown(YamlMap map, string path, Reading reading)
    {
        foreach (var entry in map.Entries)
        {
            if (!Names.Contains(entry.Name))
            {
                reading.Report(entry.At, path, $"there is no field {Shown.Name(entry.Name)}{NearMiss.Question(entry.Name, Names)}");
            }
        }
    }
}
