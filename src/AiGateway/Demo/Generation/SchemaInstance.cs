using System.Text;
using System.Text.Json;

namespace AiGateway.Demo.Generation;

/// <summary>
/// Makes up an instance of a JSON schema: the required members (all of them where none is named so), the first value of an <c>enum</c>, the first branch
/// of <c>anyOf</c> and <c>oneOf</c>, the least number of items, within the bounds of numbers, lengths and formats. Of <c>pattern</c>, <c>not</c>,
/// <c>if</c> and <c>patternProperties</c> it knows nothing.
/// </summary>
internal sealed class SchemaInstance
{
    // From here on optional members are left out and branches that end are preferred, so that schemas that contain themselves come to an end.
    private const int Shallow = 5;
    private const int Deepest = 48;
    private const int MostSteps = 20_000;
    private const int MostItems = 100;
    private const int LongestText = 4_000;
    private const decimal LargestNumber = 1e15m;
    private const decimal LeastStep = 1e-9m;

    private readonly JsonElement _root;
    // Values written and members looked at: a schema that contains itself twice grows without this.
    private int _steps;

    private SchemaInstance(JsonElement root) => _root = root;

    /// <summary>The JSON text of an instance; an empty object where the schema is undefined. Bounded: of a schema that only endless
    /// or huge instances satisfy, what comes back is cut short.</summary>
    public static string Of(JsonElement schema) => schema.ValueKind != JsonValueKind.Object
        ? "{}"
        : Encoding.UTF8.GetString(Json.Value(new SchemaInstance(schema), static (json, instance) => instance.Write(json, instance._root, "value", 0, 0)));

    /// <param name="json">Where the instance goes.</param>
    /// <param name="schema">What it has to satisfy.</param>
    /// <param name="name">What it is called, which strings are made of.</param>
    /// <param name="position">Which item of an array it is, so that items differ.</param>
    /// <param name="depth">How deep in the instance this is.</param>
    private void Write(Utf8JsonWriter json, JsonElement schema, string name, int position, int depth)
    {
        if (depth > Deepest || ++_steps > MostSteps)
        {
            json.WriteNullValue();
            return;
        }

        var facets = new SchemaFacets(_root, schema, depth >= Shallow);
        if (Given(facets, position) is { ValueKind: not JsonValueKind.Undefined } given)
        {
            given.WriteTo(json);
            return;
        }

        switch (facets.Type)
        {
            case "object":
                WriteObject(json, facets, depth);
                break;
            case "array":
                WriteArray(json, facets, name, depth);
                break;
            case "integer":
                json.WriteNumberValue(Number(facets, position, 1));
                break;
            case "number":
                json.WriteNumberValue(Number(facets, position, 0));
                break;
            case "boolean":
                json.WriteBooleanValue(true);
                break;
            case "null":
                json.WriteNullValue();
                break;
            default:
                json.WriteStringValue(Text(facets, name, position));
                break;
        }
    }

    private static JsonElement Given(SchemaFacets facets, int position)
    {
        if (facets.Find("const") is { ValueKind: not JsonValueKind.Undefined } constant)
        {
            return constant;
        }

        var values = facets.Find("enum");
        return values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0 ? values[position % values.GetArrayLength()]
            : position == 0 ? facets.Find("default")
            : default;
    }

    private void WriteObject(Utf8JsonWriter json, SchemaFacets facets, int depth)
    {
        json.WriteStartObject();
        var required = new HashSet<string>();
        foreach (var facet in facets.All)
        {
            foreach (var item in facet.Member("required").Items())
            {
                if (item.TextOrNull() is { } member)
                {
                    required.Add(member);
                }
            }
        }

        var every = required.Count == 0 && depth < Shallow;
        var written = new HashSet<string>();
        foreach (var facet in facets.All)
        {
            if (facet.Member("properties") is not { ValueKind: JsonValueKind.Object } properties)
            {
                continue;
            }

            foreach (var property in properties.EnumerateObject())
            {
                if (++_steps > MostSteps)
                {
                    break;
                }

                if ((every || required.Contains(property.Name)) && written.Add(property.Name))
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, property.Name, 0, depth + 1);
                }
            }
        }

        // Required, and described nowhere but perhaps as an additional property.
        foreach (var member in required)
        {
            if (++_steps > MostSteps)
            {
                break;
            }

            if (written.Add(member))
            {
                json.WritePropertyName(member);
                Write(json, facets.Find("additionalProperties"), member, 0, depth + 1);
            }
        }

        json.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter json, SchemaFacets facets, string name, int depth)
    {
        var first = facets.Find("prefixItems");
        var given = first.ValueKind == JsonValueKind.Array ? first.GetArrayLength() : 0;
        var least = (int)Math.Clamp(facets.Number("minItems") ?? 0, 0, MostItems);
        var most = (int)Math.Clamp(facets.Number("maxItems") ?? MostItems, 0, MostItems);
        var count = Math.Min(Math.Max(depth >= Shallow ? 0 : Math.Max(1, given), least), most);
        json.WriteStartArray();
        for (var item = 0; item < count && _steps <= MostSteps; item++)
        {
            Write(json, item < given ? first[item] : facets.Find("items"), name, item < given ? 0 : item, depth + 1);
        }

        json.WriteEndArray();
    }

    private static decimal Number(SchemaFacets facets, int position, decimal wholeStep)
    {
        var multiple = Bound(facets, "multipleOf") is { } of and >= LeastStep ? of : wholeStep;
        var step = multiple > 0 ? multiple : 0.5m;
        var least = Bound(facets, "minimum");
        if (Bound(facets, "exclusiveMinimum") is { } above && (least is null || above >= least))
        {
            least = multiple > 0 ? MultipleAfter(above, multiple) : above + StepInto(above, facets);
        }

        var most = Bound(facets, "maximum");
        if (Bound(facets, "exclusiveMaximum") is { } below && (most is null || below <= most))
        {
            most = multiple > 0 ? -MultipleAfter(-below, multiple) : least is { } from ? (from + below) / 2 : below - 1;
        }

        var value = least ?? (most < 1 ? most.Value : Math.Max(step, 1));
        if (multiple > 0)
        {
            // Towards the inside: up from a lower bound, down from an upper one.
            value = least is null && most < 1 ? decimal.Floor(value / multiple) * multiple : decimal.Ceiling(value / multiple) * multiple;
        }

        // Items that must differ do, as long as there is room.
        var moved = position == 0 ? value : value + (position * step);
        return most is { } last && moved > last ? value : moved;
    }

    // What is too large or too fine to reckon with is not reckoned with.
    private static decimal? Bound(SchemaFacets facets, string keyword) =>
        facets.Number(keyword) is { } number && Math.Abs(number) <= LargestNumber ? number : null;

    private static decimal MultipleAfter(decimal from, decimal multiple) => (decimal.Floor(from / multiple) + 1) * multiple;

    private static decimal StepInto(decimal above, SchemaFacets facets) =>
        (Bound(facets, "exclusiveMaximum") ?? Bound(facets, "maximum")) is { } top && top > above ? Math.Min(1, (top - above) / 2) : 1;

    private static string Text(SchemaFacets facets, string name, int position)
    {
        var text = facets.Find("format").TextOrNull() switch
        {
            "date-time" => "2026-01-01T12:00:00Z",
            "date" => "2026-01-01",
            "time" => "12:00:00Z",
            "duration" => "P1D",
            "email" or "idn-email" => $"person{position + 1}@example.com",
            "hostname" or "idn-hostname" => "example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "uuid" => $"00000000-0000-4000-8000-{position + 1:x12}",
            "uri" or "uri-reference" or "iri" or "url" => $"https://example.com/{position + 1}",
            _ => null,
        };
        if (text is not null)
        {
            return text;
        }

        text = position == 0 ? $"sample {name}" : $"sample {name} {position + 1}";
        var least = (int)Math.Clamp(facets.Number("minLength") ?? 0, 0, LongestText);
        var most = (int)Math.Clamp(facets.Number("maxLength") ?? LongestText, 0, LongestText);
        return Fit(text, least, most);
    }

    // Lengths count characters, not the halves that .NET strings are made of.
    private static string Fit(string text, int least, int most)
    {
        var fitted = new StringBuilder();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length == most)
            {
                break;
            }

            fitted.Append(rune);
            length++;
        }

        return length < least ? fitted.Append('x', least - length).ToString() : fitted.ToString();
    }
}
