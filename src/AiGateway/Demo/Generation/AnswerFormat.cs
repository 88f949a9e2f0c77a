using System.Text.Json;

namespace AiGateway.Demo.Generation;

/// <summary>The form that an answer is to have.</summary>
/// <param name="IsJson">A JSON object rather than text.</param>
/// <param name="Schema">The schema of it; undefined for any object.</param>
internal readonly record struct AnswerFormat(bool IsJson, JsonElement Schema)
{
    /// <summary>Reads the <c>response_format</c> of chat completions.</summary>
    public static AnswerFormat Read(Fields fields, bool mentionsJson) =>
        Read(fields, fields.Object("response_format"), "response_format", "json_schema", mentionsJson);

    /// <summary>Reads the <c>text.format</c> of responses, whose schema stands beside the type.</summary>
    public static AnswerFormat ReadFlat(Fields fields, bool mentionsJson) =>
        Read(fields, fields.Object("text").Member("format"), "text.format", null, mentionsJson);

    private static AnswerFormat Read(Fields fields, JsonElement format, string place, string? holder, bool mentionsJson)
    {
        switch (format.ValueKind == JsonValueKind.Object ? format.TextMember("type") : "text")
        {
            case "text":
                return default;
            case "json_object":
                if (!mentionsJson)
                {
                    fields.Fail(SimulatedError.Invalid(
                        $"'messages' must contain the word 'json' in some form, to use '{place}' of type 'json_object'.", "messages"));
                }

                return new AnswerFormat(true, default);
            case "json_schema":
                var described = holder is null ? format : format.Member(holder);
                place = holder is null ? place : $"{place}.{holder}";
                if (described.TextMember("name") is null)
                {
                    fields.Fail(SimulatedError.Missing($"{place}.name"));
                }

                if (described.Member("schema").ValueKind != JsonValueKind.Object)
                {
                    fields.Fail(SimulatedError.Missing($"{place}.schema"));
                }

                return new AnswerFormat(true, described.Member("schema"));
            default:
                fields.Fail(SimulatedError.Invalid("Supported values are: 'text', 'json_object', and 'json_schema'.", $"{place}.type", "invalid_value"));
                return default;
        }
    }
}
