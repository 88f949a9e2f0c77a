using System.Text.Json;

namespace AiGateway.Demo;

/// <summary>Reads the members of a request and judges them as OpenAI does. The first problem is kept; what is read after it does not matter.</summary>
internal sealed class Fields(JsonElement body)
{
    public JsonElement Body { get; } = body;

    /// <summary>What is wrong with the request; null while nothing is.</summary>
    public SimulatedError? Problem { get; private set; }

    /// <summary>Takes note of a problem, unless there is one already.</summary>
    public void Fail(SimulatedError? problem) => Problem ??= problem;

    public string? Text(string name)
    {
        var member = Given(name);
        return member.ValueKind switch
        {
            JsonValueKind.Undefined => null,
            JsonValueKind.String => member.GetString(),
            _ => Wrong<string?>(name, "a string", member),
        };
    }

    public bool Flag(string name, bool absent = false)
    {
        var member = Given(name);
        return member.ValueKind switch
        {
            JsonValueKind.Undefined => absent,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => Wrong<bool>(name, "a boolean", member),
        };
    }

    public int? Integer(string name, int least, int most)
    {
        var member = Given(name);
        if (member.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (member.ValueKind != JsonValueKind.Number || !member.TryGetInt64(out var number))
        {
            return Wrong<int?>(name, "an integer", member);
        }

        if (number < least)
        {
            Fail(SimulatedError.Invalid(
                $"Invalid '{name}': integer below minimum value. Expected a value >= {least}, but got {number} instead.", name, "integer_below_min_value"));
        }

        if (number > most)
        {
            Fail(SimulatedError.Invalid(
                $"Invalid '{name}': integer above maximum value. Expected a value <= {most}, but got {number} instead.", name, "integer_above_max_value"));
        }

        return Problem is null ? (int)number : null;
    }

    public long? Whole(string name)
    {
        var member = Given(name);
        return member.ValueKind == JsonValueKind.Undefined ? null
            : member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number) ? number
            : Wrong<long?>(name, "an integer", member);
    }

    public void Number(string name, double least, double most)
    {
        var member = Given(name);
        if (member.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        if (member.ValueKind != JsonValueKind.Number || !member.TryGetDouble(out var number))
        {
            Wrong<double?>(name, "a decimal", member);
            return;
        }

        if (number < least || number > most)
        {
            var code = number < least ? "decimal_below_min_value" : "decimal_above_max_value";
            Fail(SimulatedError.Invalid($"Invalid '{name}': expected a value from {least} to {most}.", name, code));
        }
    }

    public string OneOf(string name, string absent, params ReadOnlySpan<string> values)
    {
        var text = Text(name);
        if (text is null)
        {
            return absent;
        }

        foreach (var value in values)
        {
            if (text == value)
            {
                return value;
            }
        }

        Fail(SimulatedError.Invalid($"Invalid value: '{text}'. Supported values are: '{string.Join("', '", values!)}'.", name, "invalid_value"));
        return absent;
    }

    public JsonElement Array(string name)
    {
        var member = Given(name);
        if (member.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Array))
        {
            Wrong<int>(name, "an array", member);
        }

        return member;
    }

    public JsonElement Object(string name)
    {
        var member = Given(name);
        if (member.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            Wrong<int>(name, "an object", member);
        }

        return member;
    }

    /// <summary>The strings of a member that may be one string or an array of them.</summary>
    public IReadOnlyList<string> Texts(string name, int most)
    {
        var member = Given(name);
        if (member.ValueKind == JsonValueKind.Undefined)
        {
            return [];
        }

        if (member.TextOrNull() is { } one)
        {
            return [one];
        }

        var texts = new List<string>();
        foreach (var item in member.Items())
        {
            if (item.TextOrNull() is { } text)
            {
                texts.Add(text);
            }
        }

        if (member.ValueKind != JsonValueKind.Array || texts.Count != member.GetArrayLength())
        {
            Wrong<int>(name, "a string or an array of strings", member);
        }

        if (texts.Count > most)
        {
            Fail(SimulatedError.Invalid(
                $"Invalid '{name}': array too long. Expected at most {most} items, but got {texts.Count} instead.", name, "array_above_max_length"));
        }

        return texts;
    }

    // A null stands for an absent member, as everywhere in OpenAI's API.
    private JsonElement Given(string name)
    {
        var member = Body.Member(name);
        return member.ValueKind == JsonValueKind.Null ? default : member;
    }

    private T? Wrong<T>(string name, string expected, JsonElement found)
    {
        Fail(SimulatedError.Invalid($"Invalid type for '{name}': expected {expected}, but got {NameOf(found)} instead.", name, "invalid_type"));
        return default;
    }

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
