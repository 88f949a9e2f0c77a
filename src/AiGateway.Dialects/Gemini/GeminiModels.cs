using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads and writes models as Google lists them, in parts where the caller asks for so many at once.</summary>
internal static class GeminiModels
{
    /// <summary>Writes a list.</summary>
    public static void WriteAll(IBufferWriter<byte> output, in ModelPage page)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("models"u8);
        for (var index = 0; index < page.Count; index++)
        {
            Write(writer, page[index]);
        }

        writer.WriteEndArray();
        if (page.HasMore)
        {
            writer.WriteString("nextPageToken"u8, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page[page.Count - 1].Id)));
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public static void WriteOne(IBufferWriter<byte> output, ListedModel model)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        Write(writer, model);
    }

    /// <summary>Finds a part: <c>pageSize</c> models behind what <c>pageToken</c> stands for, which is the last of the part ahead. Default all.</summary>
    public static bool TryPage(IReadOnlyList<ListedModel> models, string query, out ModelPage page, out TranslationFault fault)
    {
        (page, fault) = (new ModelPage(models), default);
        var most = 0;
        if ((QueryParameter.Find(query, "pageSize") ?? QueryParameter.Find(query, "page_size")) is { } size
            && !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out most))
        {
            fault = new TranslationFault("pageSize", "must be a number");
            return false;
        }

        var first = 0;
        if ((QueryParameter.Find(query, "pageToken") ?? QueryParameter.Find(query, "page_token")) is { Length: > 0 } token)
        {
            first = Base64Url.IsValid(token) ? ModelPage.IndexOf(models, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token))) + 1 : 0;
            if (first == 0)
            {
                fault = new TranslationFault("pageToken", "is none that this list has given out");
                return false;
            }
        }

        var count = Math.Min(most == 0 ? models.Count : most, models.Count - first);
        page = new ModelPage(models, first, count, first + count < models.Count);
        return true;
    }

    /// <summary>Reads a list; null where the value is none.</summary>
    public static IReadOnlyList<ListedModel>? Read(JsonView list)
    {
        var data = list["models"u8];
        if (!data.IsArray)
        {
            return null;
        }

        var models = new List<ListedModel>(data.Count);
        foreach (var item in data.Items)
        {
            if (item["name"u8].Text is { IsEmpty: false } name)
            {
                var id = name.ToString();
                models.Add(new ListedModel(id.StartsWith("models/", StringComparison.Ordinal) ? id["models/".Length..] : id, DateTimeOffset.UnixEpoch, "google")
                {
                    MaxInput = (int?)item["inputTokenLimit"u8].Integer,
                    MaxOutput = (int?)item["outputTokenLimit"u8].Integer,
                });
            }
        }

        return models;
    }

    // What a model is good for only its provider knows; clients that sort by it are told what there is a path for.
    private static void Write(Utf8JsonWriter writer, ListedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, $"models/{model.Id}");
        writer.WriteString("displayName"u8, model.Id);
        if (model.MaxInput is { } input)
        {
            writer.WriteNumber("inputTokenLimit"u8, input);
        }

        if (model.MaxOutput is { } answer)
        {
            writer.WriteNumber("outputTokenLimit"u8, answer);
        }

        writer.WriteStartArray("supportedGenerationMethods"u8);
        writer.WriteStringValue("generateContent"u8);
        writer.WriteStringValue("countTokens"u8);
        writer.WriteStringValue("embedContent"u8);
        writer.WriteStringValue("batchEmbedContents"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
