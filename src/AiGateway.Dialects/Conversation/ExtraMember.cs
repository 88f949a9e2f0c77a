using System.Text.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>A member that the hub has no word for.</summary>
/// <param name="Family">Whose it is.</param>
/// <param name="Name">Its name; ahead of it, where it is nested, the name of the member that it stands in, and a dot.</param>
/// <param name="Json">Its value.</param>
internal readonly record struct ExtraMember(DialectFamily Family, string Name, ReadOnlyMemory<byte> Json)
{
    /// <summary>It stands in a member of the object that has it, so that it can be named but not given back: <c>output_config.task_budget</c>.</summary>
    public bool IsNested { get; init; }

    /// <summary>Without it the model would be asked something else: whoever cannot carry it must not answer.</summary>
    public bool IsIndispensable { get; init; }

    /// <summary>Gives back those of one family, as members of the object that is being written.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<ExtraMember> extras, DialectFamily family)
    {
        foreach (var extra in extras)
        {
            if (extra.Family == family && !extra.IsNested)
            {
                writer.WritePropertyName(extra.Name);
                writer.WriteRawValue(extra.Json.Span, skipInputValidation: true);
            }
        }
    }
}
