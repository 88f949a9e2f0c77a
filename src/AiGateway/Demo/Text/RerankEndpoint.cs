using System.Text;
using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Text;

/// <summary><c>POST /v1/rerank</c>, in the shape that Jina and Cohere share.</summary>
internal static class RerankEndpoint
{
    private const int MostDocuments = 2048;
    private const int Dimensions = 1024;

    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var fields = new Fields(call.Body);
        var query = fields.Text("query");
        if (query is null)
        {
            fields.Fail(SimulatedError.Missing("query"));
        }

        var documents = ReadDocuments(fields);
        var top = fields.Integer("top_n", 1, int.MaxValue) ?? documents.Count;
        var withText = fields.Flag("return_documents");
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var tokens = Pieces.Estimate(Encoding.UTF8.GetByteCount(query!));
        var asked = TextVector.Of(query!, Dimensions);
        var ranked = new List<(int Index, float Score)>();
        for (var index = 0; index < documents.Count; index++)
        {
            ranked.Add((index, Math.Clamp(TextVector.Similarity(asked, TextVector.Of(documents[index], Dimensions)), 0, 1)));
            tokens += Pieces.Estimate(Encoding.UTF8.GetByteCount(documents[index]));
        }

        ranked.Sort(static (one, other) => one.Score == other.Score ? one.Index.CompareTo(other.Index) : other.Score.CompareTo(one.Score));
        return await call.SendJsonAsync(Json.Object((call, documents, ranked: ranked[..Math.Min(top, ranked.Count)], tokens, withText), static (json, of) =>
        {
            json.WriteString("id", "rerank-" + SimulatedCall.NewId());
            json.WriteString("object", "list");
            json.WriteString("model", of.call.ModelName);
            json.WriteStartArray("results");
            foreach (var (index, score) in of.ranked)
            {
                Write(json, index, score, of.withText ? of.documents[index] : null);
            }

            json.WriteEndArray();
            if (!of.call.Model.HidesUsage)
            {
                json.WriteStartObject("usage");
                json.WriteNumber("prompt_tokens", of.tokens);
                json.WriteNumber("total_tokens", of.tokens);
                json.WriteEndObject();
            }
        }));
    }

    private static List<string> ReadDocuments(Fields fields)
    {
        var documents = new List<string>();
        foreach (var document in fields.Array("documents").Items())
        {
            if ((document.TextOrNull() ?? document.TextMember("text")) is { } text)
            {
                documents.Add(text);
            }
            else
            {
                fields.Fail(SimulatedError.Invalid(
                    $"Invalid type for 'documents[{documents.Count}]': expected a string or an object with 'text'.", "documents", "invalid_type"));
            }
        }

        if (documents.Count is 0 or > MostDocuments)
        {
            fields.Fail(SimulatedError.Invalid($"Invalid 'documents': expected 1 to {MostDocuments} documents.", "documents"));
        }

        return documents;
    }

    private static void Write(Utf8JsonWriter json, int index, float score, string? text)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteNumber("relevance_score", score);
        if (text is not null)
        {
            json.WriteStartObject("document");
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
