using System.Text.Json;

namespace AiGateway.Demo.Generation;

/// <summary>
/// Everything that applies to one place of an instance: the schema, what it refers to by <c>$ref</c>, all of its <c>allOf</c>, and of <c>anyOf</c> and
/// <c>oneOf</c> one branch. A keyword is then looked up in all of them at once.
/// </summary>
internal readonly struct SchemaFacets
{
    // Schemas may refer to themselves without end.
    private const int Most = 64;

    private readonly List<JsonElement> _facets = [];

    /// <param name="root">The whole schema, which references start from.</param>
    /// <param name="schema">The part of it that applies.</param>
    /// <param name="shallow">Prefer branches that do not go deeper.</param>
    public SchemaFacets(JsonElement root, JsonElement schema, bool shallow) => Add(root, schema, shallow);

    public IReadOnlyList<JsonElement> All => _facets;

    /// <summary>The keyword's value in the first facet that has it; undefined where none has.</summary>
    public JsonElement Find(string keyword)
    {
        foreach (var facet in _facets)
        {
            if (facet.Member(keyword) is { ValueKind: not JsonValueKind.Undefined } value)
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>The number under a keyword, or null.</summary>
    public decimal? Number(string keyword) =>
        Find(keyword) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;

    /// <summary>The type of the instance, from <c>type</c> or else from the keywords that are there.</summary>
    public string Type
    {
        get
        {
            var type = Find("type");
            if (type.ValueKind == JsonValueKind.Array && type.GetArrayLength() > 0)
            {
                type = type[0];
            }

            return type.TextOrNull()
                ?? (Has("properties") || Has("required") ? "object"
                    : Has("items") || Has("prefixItems") ? "array"
                    : Has("minimum") || Has("maximum") || Has("multipleOf") ? "number"
                    : "string");
        }
    }

    private bool Has(string keyword) => Find(keyword).ValueKind != JsonValueKind.Undefined;

    private void Add(JsonElement root, JsonElement schema, bool shallow)
    {
        if (schema.ValueKind != JsonValueKind.Object || _facets.Count == Most)
        {
            return;
        }

        _facets.Add(schema);
        if (schema.TextMember("$ref") is { } reference)
        {
            Add(root, Resolve(root, reference), shallow);
        }

        foreach (var part in schema.Member("allOf").Items())
        {
            Add(root, part, shallow);
        }

        Add(root, Choose(schema.Member("anyOf"), shallow), shallow);
        Add(root, Choose(schema.Member("oneOf"), shallow), shallow);
    }

    private static JsonElement Choose(JsonElement branches, bool shallow)
    {
        JsonElement first = default;
        foreach (var branch in branches.Items())
        {
            if (!shallow || IsLeaf(branch))
            {
                return branch;
            }

            first = first.ValueKind == JsonValueKind.Undefined ? branch : first;
        }

        return first;
    }

    private static bool IsLeaf(JsonElement schema) =>
        schema.Has("const") || schema.Has("enum") || schema.TextMember("type") is "null" or "string" or "boolean" or "integer" or "number";

    // A JSON pointer (RFC 6901) in a fragment: "#/$defs/node". References to other documents lead nowhere.
    private static JsonElement Resolve(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return default;
        }

        var place = root;
        foreach (var part in Uri.UnescapeDataString(reference[1..]).Split('/').AsSpan(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            place = place.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index >= 0 && index < place.GetArrayLength()
                ? place[index]
                : place.Member(name);
        }

        return place;
    }
}
