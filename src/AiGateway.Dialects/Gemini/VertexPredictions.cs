using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Embeddings;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>
/// How Vertex AI is asked for vectors, in place of Gemini's own operations: <c>:predict</c>, with
/// <c>{"instances":[{"content","task_type","title"}],"parameters":{"outputDimensionality"}}</c>. Nobody calls the gateway so.
/// </summary>
internal sealed class VertexPredictions : EmbeddingCodec
{
    /// <summary>What is asked for.</summary>
    public static readonly Operation Operation = new()
    {
        Name = "predict",
        Method = "POST",
        Path = "/v1/models/{model}:predict",
        Dialect = GeminiDialect.Instance,
        Body = BodyKind.Json,
        Model = ModelPlace.Path,
        Task = OperationTask.Embeddings,
        Vectors = new VertexPredictions(),
        Aliases = [],
    };

    private VertexPredictions()
    {
    }

    /// <inheritdoc/>
    public override ErrorCodec Error => GeminiErrorCodec.Instance;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, EmbeddingRequest request, in EmbeddingQuestion question, List<string> dropped)
    {
        foreach (var extra in request.Extras)
        {
            Drop(dropped, extra.Name);
        }

        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("instances"u8);
        for (var index = question.First; index < question.First + question.Count; index++)
        {
            var input = request.Inputs[index];
            writer.WriteStartObject();
            writer.WriteText("content"u8, input.Text.IsGiven ? input.Text : JsonString.Empty);
            writer.WriteText("task_type"u8, input.TaskType);
            writer.WriteText("title"u8, input.Title);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (request.Dimensions is { } dimensions)
        {
            writer.WriteStartObject("parameters"u8);
            writer.WriteNumber("outputDimensionality"u8, dimensions);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: nobody calls the gateway so.</exception>
    public override void WriteAnswer(IBufferWriter<byte> output, EmbeddingAnswer answer, EmbeddingRequest request) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override EmbeddingRequest Read(JsonView body, ReadFaults faults) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override EmbeddingAnswer? ReadAnswer(JsonView body, int inputs)
    {
        var vectors = new List<Vector>(inputs);
        var tokens = 0L;
        var isCounted = true;
        foreach (var prediction in body["predictions"u8].Items)
        {
            var found = prediction["embeddings"u8];
            if (!Vector.TryTake(found["values"u8], out var vector))
            {
                return null;
            }

            vectors.Add(vector);
            var count = found["statistics"u8]["token_count"u8].Integer;
            isCounted &= count is >= 0;
            tokens += count ?? 0;
        }

        return vectors.Count == inputs ? new EmbeddingAnswer { Vectors = vectors, Tokens = isCounted ? tokens : null } : null;
    }
}
