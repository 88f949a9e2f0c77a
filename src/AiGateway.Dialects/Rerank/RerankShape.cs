using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Rerank;

/// <summary>
/// How a provider is asked to order documents, in what it differs from what most of them share (Jina's shape). Documents are sent as texts and never asked
/// back: the gateway has them.
/// </summary>
internal sealed record RerankShape
{
    /// <summary>As most, but documents are texts only and do not come back.</summary>
    public static readonly RerankShape Plain = new() { Takes = ["instruct"] };

    /// <summary>Cohere v2.</summary>
    public static readonly RerankShape Cohere = new() { Takes = ["max_tokens_per_doc", "priority"] };

    /// <summary>Voyage.</summary>
    public static readonly RerankShape Voyage = new() { Top = "top_k", Results = "data", Takes = ["truncation"] };

    /// <summary>Text Embeddings Inference, which serves one model and gives all documents back, as a bare array.</summary>
    public static readonly RerankShape TextEmbeddingsInference = new()
    {
        NamesModel = false,
        Documents = "texts",
        Top = null,
        Results = null,
        Score = "score",
        Takes = ["truncate", "truncation_direction", "raw_scores"],
    };

    /// <summary>The request names the model. Default true.</summary>
    public bool NamesModel { get; init; } = true;

    /// <summary>What the documents are called. Default <c>documents</c>.</summary>
    public string Documents { get; init; } = "documents";

    /// <summary>What the number of documents is called that are wanted; null where nobody can say. Default <c>top_n</c>.</summary>
    public string? Top { get; init; } = "top_n";

    /// <summary>The member of the answer that has the results; null where the answer is the array itself. Default <c>results</c>.</summary>
    public string? Results { get; init; } = "results";

    /// <summary>What the score of a result is called. Default <c>relevance_score</c>.</summary>
    public string Score { get; init; } = "relevance_score";

    /// <summary>Members beyond those that all know, which are passed on. Default none.</summary>
    public IReadOnlyList<string> Takes { get; init; } = [];

    /// <summary>Writes a request.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="model">What the target calls the model.</param>
    /// <param name="dropped">Takes the names of members that are not written.</param>
    public void Write(IBufferWriter<byte> output, RerankRequest request, string model, List<string> dropped)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        if (NamesModel)
        {
            writer.WriteString("model"u8, model);
        }

        writer.WriteText("query"u8, request.Query);
        writer.WriteStartArray(Documents);
        foreach (var document in request.Documents)
        {
            writer.WriteRawValue(document.Text.Quoted.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        if (Top is { } name && request.Top is { } top)
        {
            writer.WriteNumber(name, top);
        }

        WriteExtras(writer, request.Extras, dropped);
        writer.WriteEndObject();
    }

    /// <summary>Reads an answer; null where the value is none, or not to so many documents.</summary>
    public RerankAnswer? ReadAnswer(JsonView body, int documents)
    {
        var results = Results is null ? body : body[Encoding.UTF8.GetBytes(Results)];
        if (!results.IsArray)
        {
            return null;
        }

        var score = Encoding.UTF8.GetBytes(Score);
        var read = new List<RerankResult>(results.Count);
        foreach (var result in results.Items)
        {
            if (result["index"u8].Integer is not { } index || index < 0 || index >= documents || result[score].Number is null)
            {
                return null;
            }

            read.Add(new RerankResult((int)index, result[score].Raw));
        }

        return new RerankAnswer
        {
            Results = read,
            Id = body["id"u8].Text,
            Model = body["model"u8].Text,
            Tokens = body["usage"u8]["total_tokens"u8].Integer ?? body["meta"u8]["tokens"u8]["input_tokens"u8].Integer,
            Meta = body["meta"u8] is { IsObject: true } meta ? meta.Raw : default,
        };
    }

    private void WriteExtras(Utf8JsonWriter writer, IReadOnlyList<ExtraMember> extras, List<string> dropped)
    {
        foreach (var extra in extras)
        {
            if (Takes.Contains(extra.Name))
            {
                writer.WritePropertyName(extra.Name);
                writer.WriteRawValue(extra.Json.Span, skipInputValidation: true);
            }
            else
            {
                DroppedFields.Add(dropped, extra.Name);
            }
        }
    }
}
