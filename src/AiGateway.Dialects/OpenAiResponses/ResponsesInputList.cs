using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes the list of a response's input items. Items have ids there, which callers seldom give them.</summary>
internal static class ResponsesInputList
{
    /// <summary>Writes the list.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="items">All items.</param>
    /// <param name="response">The response's id.</param>
    /// <param name="asked">Which of them are wanted.</param>
    public static void Write(IBufferWriter<byte> output, JsonView items, string response, InputListQuery asked)
    {
        var all = new List<(JsonString Id, JsonView Item)>(items.Count);
        foreach (var item in items.Items)
        {
            var id = item["id"u8].Text;
            all.Add((id.IsEmpty ? JsonString.Of($"{Prefix(item)}_{response}_{all.Count}") : id, item));
        }

        if (!asked.IsAscending)
        {
            all.Reverse();
        }

        var first = asked.After.Length == 0 ? 0 : all.FindIndex(one => one.Id.ToString() == asked.After) + 1;
        var end = Math.Min(all.Count, first + asked.Limit);
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var at = first; at < end; at++)
        {
            WriteItem(writer, all[at].Item, all[at].Id);
        }

        writer.WriteEndArray();
        WriteId(writer, "first_id"u8, first < end ? all[first].Id : default);
        WriteId(writer, "last_id"u8, first < end ? all[end - 1].Id : default);
        writer.WriteBoolean("has_more"u8, end < all.Count);
        writer.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonString id)
    {
        if (id.IsGiven)
        {
            writer.WriteText(name, id);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Prefix(JsonView item) =>
        item["type"u8].Is("function_call"u8) || item["type"u8].Is("function_call_output"u8) ? "fc"
        : item["type"u8].Is("reasoning"u8) ? "rs"
        : "msg";

    private static void WriteItem(Utf8JsonWriter writer, JsonView item, JsonString id)
    {
        writer.WriteStartObject();
        writer.WriteText("id"u8, id);
        if (!item["type"u8].IsGiven)
        {
            writer.WriteString("type"u8, "message"u8);
        }

        var members = item.Members;
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("id"u8))
            {
                continue;
            }

            if (members.Name.SequenceEqual("content"u8) && members.Current.Text.IsGiven)
            {
                WriteText(writer, members.Current.Text, item["role"u8].Is("assistant"u8));
                continue;
            }

            writer.WritePropertyName(JsonString.Wrap(members.Name).Decode().Span);
            writer.WriteRawValue(members.Current.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonString text, bool isSaid)
    {
        writer.WriteStartArray("content"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, isSaid ? "output_text"u8 : "input_text"u8);
        writer.WriteText("text"u8, text);
        if (isSaid)
        {
            writer.WriteStartArray("annotations"u8);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
