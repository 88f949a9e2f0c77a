using System.Text;
using System.Text.Json;

namespace AiGateway.Configuration.Sections;

/// <summary>What the configuration file may hold, for editors and for readers: made of the same table that it is read by.</summary>
public static class ConfigurationSchema
{
    /// <summary>The JSON Schema (draft 2020-12), indented, with a line end.</summary>
    public static string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "AI Gateway configuration");
            FileSection.Shape.WriteSchema(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The reference: a heading and a table for each section, in Markdown.</summary>
    public static string WriteReference()
    {
        var text = new StringBuilder();
        string? section = null;
        foreach (var field in FileSection.Shape.Describe(""))
        {
            var name = field.Path.Split('.', '[')[0];
            if (name != section)
            {
                section = name;
                text.Append("\n### ").Append(name).Append("\n\n| field | allowed | default | meaning |\n|---|---|---|---|\n");
            }

            text.Append("| `").Append(field.Path).Append("` | ").Append(Cell(field.Allowed)).Append(" | ").Append(Cell(field.Default)).Append(" | ").Append(Cell(field.Meaning)).Append(". |\n");
        }

        return text.ToString().TrimStart('\n');
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
