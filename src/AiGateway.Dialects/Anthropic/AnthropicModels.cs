using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Reads and writes models as Anthropic lists them, in parts where the caller asks for so many at once.</summary>
internal static class AnthropicModels
{
    private const int MostAtOnce = 1000;

    /// <summary>Writes a list.</summary>
    public static void WriteAll(IBufferWriter<byte> output, in ModelPage page)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("data"u8);
        for (var index = 0; index < page.Count; index++)
        {
            Write(writer, page[index]);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("has_more"u8, page.HasMore);
        writer.WriteString("first_id"u8, page.Count > 0 ? page[0].Id : null);
        writer.WriteString("last_id"u8, page.Count > 0 ? page[page.Count - 1].Id : null);
        writer.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public static void WriteOne(IBufferWriter<byte> output, ListedModel model)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        Write(writer, model);
    }

    /// <summary>Finds a part: <c>limit</c> models behind <c>after_id</c> or ahead of <c>before_id</c>. Default all.</summary>
    public static bool TryPage(IReadOnlyList<ListedModel> models, string query, out ModelPage page, out TranslationFault fault)
    {
        (page, fault) = (new ModelPage(models), default);
        var most = models.Count;
        if (QueryParameter.Find(query, "limit") is { } limit
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostAtOnce))
        {
            fault = new TranslationFault("limit", $"must be a number from 1 to {MostAtOnce}");
            return false;
        }

        var (after, before) = (QueryParameter.Find(query, "after_id"), QueryParameter.Find(query, "before_id"));
        if (after is not null && before is not null)
        {
            fault = new TranslationFault("before_id", "cannot be sent together with after_id");
            return false;
        }

        var place = (after ?? before) is { } id ? ModelPage.IndexOf(models, id) : -1;
        if (place < 0 && (after ?? before) is not null)
        {
            fault = new TranslationFault(after is null ? "before_id" : "after_id", "names no model of the list");
            return false;
        }

        var first = before is null ? place + 1 : Math.Max(0, place - most);
        var count = before is null ? Math.Min(most, models.Count - first) : place - first;
        page = new ModelPage(models, first, count, before is null ? first + count < models.Count : first > 0);
        return true;
    }

    /// <summary>Reads a list; null where the value is none.</summary>
    public static IReadOnlyList<ListedModel>? Read(JsonView list)
    {
        var data = list["data"u8];
        if (!data.IsArray)
        {
            return null;
        }

        var models = new List<ListedModel>(data.Count);
        foreach (var item in data.Items)
        {
            if (item["id"u8].Text is { IsEmpty: false } id)
            {
                _ = DateTimeOffset.TryParse(item["created_at"u8].Text.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created);
                models.Add(new ListedModel(id.ToString(), created < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : created, "anthropic"));
            }
        }

        return models;
    }

    private static void Write(Utf8JsonWriter writer, ListedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "model"u8);
        writer.WriteString("id"u8, model.Id);
        writer.WriteString("display_name"u8, model.Id);
        writer.WriteString("created_at"u8, Rfc3339.Of(model.Since));
        if (model.MaxInput is { } input)
        {
            writer.WriteNumber("max_input_tokens"u8, input);
        }

        if (model.MaxOutput is { } answer)
        {
            writer.WriteNumber("max_tokens"u8, answer);
        }

        writer.WriteEndObject();
    }
}
