using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>
/// Puts items of kept answers in the place of their names (<c>item_reference</c>), which is how Vercel's AI SDK sends back what a model said. An item's
/// id tells whose it is.
/// </summary>
/// <param name="find">Finds a kept answer by its id; null where there is none.</param>
/// <param name="most">The most bytes that may be written; whatever is more is left out, and the rest with it.</param>
internal sealed class ItemReferences(Func<string, StoredAnswer?> find, long most)
{
    // One request may name the same answer over and over: it is looked up and read once.
    private readonly Dictionary<string, Dictionary<JsonString, ReadOnlyMemory<byte>>> _answers = [];

    /// <summary>Writes a request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="output">Takes it.</param>
    /// <returns>Whether it names any item that is kept; if not, what was written is what was there.</returns>
    public bool Write(JsonView body, ArrayBufferWriter<byte> output)
    {
        var hasItem = false;
        var members = body.Members;
        output.Write("{"u8);
        for (var isFirst = true; output.WrittenCount <= most && members.MoveNext(); isFirst = false)
        {
            output.Write(isFirst ? "\""u8 : ",\""u8);
            output.Write(members.Name);
            output.Write("\":"u8);
            if (members.Name.SequenceEqual("input"u8) && members.Current.IsArray)
            {
                hasItem |= WriteInput(members.Current, output);
            }
            else
            {
                output.Write(members.Current.Span);
            }
        }

        output.Write("}"u8);
        return hasItem;
    }

    private bool WriteInput(JsonView input, ArrayBufferWriter<byte> output)
    {
        var hasItem = false;
        var written = 0;
        output.Write("["u8);
        foreach (var item in input.Items)
        {
            if (output.WrittenCount > most)
            {
                break;
            }

            output.Write(written++ > 0 ? ","u8 : default);
            var named = item["type"u8].Is("item_reference"u8) ? Find(item["id"u8].Text) : default;
            hasItem |= !named.IsEmpty;
            output.Write(named.IsEmpty ? item.Span : named.Span);
        }

        output.Write("]"u8);
        return hasItem;
    }

    private ReadOnlyMemory<byte> Find(JsonString id)
    {
        if (ResponsesId.ResponseOf(id) is not { } response)
        {
            return default;
        }

        if (!_answers.TryGetValue(response, out var items))
        {
            _answers[response] = items = find(response) is { } answer ? ItemsOf(answer.Answer) : [];
        }

        return items.GetValueOrDefault(id);
    }

    private static Dictionary<JsonString, ReadOnlyMemory<byte>> ItemsOf(ReadOnlyMemory<byte> answer)
    {
        var items = new Dictionary<JsonString, ReadOnlyMemory<byte>>(JsonStringComparer.Instance);
        try
        {
            using var document = JsonDocument.Parse(answer, JsonView.Options);
            foreach (var item in new JsonView(document.RootElement, answer)["output"u8].Items)
            {
                items[item["id"u8].Text] = item.Raw;
            }
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Deeper than is read: as if it were not kept.
        }

        return items;
    }
}
