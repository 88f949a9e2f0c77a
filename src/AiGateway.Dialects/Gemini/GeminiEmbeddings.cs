using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Embeddings;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Gemini's <c>:embedContent</c> for one text, and <c>:batchEmbedContents</c> for a list of such requests.</summary>
internal sealed class GeminiEmbeddings : EmbeddingCodec
{
    /// <summary><c>:embedContent</c>.</summary>
    public static readonly GeminiEmbeddings One = new(isBatch: false);

    /// <summary><c>:batchEmbedContents</c>.</summary>
    public static readonly GeminiEmbeddings Batch = new(isBatch: true);

    private static readonly KnownMembers s_known = new(
        DialectFamily.Gemini, "model", "content", "taskType", "task_type", "title", "outputDimensionality", "output_dimensionality");

    private static readonly KnownMembers s_knownOfBatch = new(DialectFamily.Gemini, "model", "requests");

    private readonly bool _isBatch;

    private GeminiEmbeddings(bool isBatch) => _isBatch = isBatch;

    /// <inheritdoc/>
    public override ErrorCodec Error => GeminiErrorCodec.Instance;

    /// <inheritdoc/>
    public override int MostAtOnce => _isBatch ? 100 : 1;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, EmbeddingRequest request, in EmbeddingQuestion question, List<string> dropped)
    {
        foreach (var extra in request.Extras)
        {
            if (extra.Family != DialectFamily.Gemini)
            {
                Drop(dropped, extra.Name);
            }
        }

        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        if (!_isBatch)
        {
            WriteOne(writer, request, request.Inputs[question.First], question.Model);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("requests"u8);
        for (var index = question.First; index < question.First + question.Count; index++)
        {
            WriteOne(writer, request, request.Inputs[index], question.Model);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteAnswer(IBufferWriter<byte> output, EmbeddingAnswer answer, EmbeddingRequest request)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        if (_isBatch)
        {
            writer.WriteStartArray("embeddings"u8);
            foreach (var vector in answer.Vectors)
            {
                writer.WriteStartObject();
                WriteValues(writer, vector);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject("embedding"u8);
            WriteValues(writer, answer.Vectors[0]);
            writer.WriteEndObject();
        }

        if (answer.Tokens is { } tokens)
        {
            writer.WriteStartObject("usageMetadata"u8);
            writer.WriteNumber("promptTokenCount"u8, tokens);
            writer.WriteNumber("totalTokenCount"u8, tokens);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override EmbeddingRequest Read(JsonView body, ReadFaults faults)
    {
        var reading = new Reading(faults);
        if (!_isBatch)
        {
            reading.Add(body, "");
            return reading.ToRequest([]);
        }

        var requests = body["requests"u8];
        if (requests.Count is 0 or > MostInputs)
        {
            faults.Add("requests", $"must be an array of 1 to {MostInputs} requests");
            return reading.ToRequest([]);
        }

        foreach (var request in requests.Items)
        {
            reading.Add(request, $"requests[{reading.Count}].");
        }

        return reading.ToRequest(s_knownOfBatch.Extras(body));
    }

    /// <inheritdoc/>
    protected override EmbeddingAnswer? ReadAnswer(JsonView body, int inputs)
    {
        var vectors = new List<Vector>(inputs);
        if (_isBatch)
        {
            foreach (var item in body["embeddings"u8].Items)
            {
                if (!Vector.TryTake(item["values"u8], out var vector))
                {
                    return null;
                }

                vectors.Add(vector);
            }
        }
        else if (Vector.TryTake(body["embedding"u8]["values"u8], out var vector))
        {
            vectors.Add(vector);
        }

        var tokens = body["usageMetadata"u8]["promptTokenCount"u8].Integer;
        return vectors.Count == inputs ? new EmbeddingAnswer { Vectors = vectors, Tokens = tokens } : null;
    }

    private static void WriteValues(Utf8JsonWriter writer, Vector vector)
    {
        writer.WritePropertyName("values"u8);
        vector.Write(writer, base64: false);
    }

    private static void WriteOne(Utf8JsonWriter writer, EmbeddingRequest request, EmbeddingInput input, string model)
    {
        writer.WriteStartObject();
        writer.WriteString("model"u8, $"models/{model}");
        if (input.Raw.Span is [(byte)'{', ..])
        {
            // One of its own, which only has to name the model again.
            WriteOwn(writer, input.Raw);
        }
        else
        {
            writer.WriteStartObject("content"u8);
            writer.WriteStartArray("parts"u8);
            writer.WriteStartObject();
            writer.WriteText("text"u8, input.Text.IsGiven ? input.Text : JsonString.Empty);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteText("taskType"u8, input.TaskType);
            writer.WriteText("title"u8, input.Title);
            if (request.Dimensions is { } dimensions)
            {
                writer.WriteNumber("outputDimensionality"u8, dimensions);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteOwn(Utf8JsonWriter writer, ReadOnlyMemory<byte> request)
    {
        using var document = JsonDocument.Parse(request, JsonView.Options);
        var members = new JsonView(document.RootElement, request).Members;
        while (members.MoveNext())
        {
            if (!members.Name.SequenceEqual("model"u8))
            {
                writer.WriteJson(members.Name, members.Current.Span);
            }
        }
    }

    // Reads requests one by one; what other dialects say once must be the same in all of them.
    private sealed class Reading(ReadFaults faults)
    {
        private readonly List<EmbeddingInput> _inputs = [];
        private readonly List<ExtraMember> _extras = [];
        private readonly HashSet<string> _named = new(StringComparer.Ordinal);
        private long? _dimensions;
        private string? _indispensable;

        public int Count => _inputs.Count;

        public void Add(JsonView request, string place)
        {
            var dimensions = GeminiRequestReader.Either(request, "outputDimensionality"u8, "output_dimensionality"u8).Integer;
            if (Count > 0 && dimensions != _dimensions)
            {
                _indispensable ??= place + "outputDimensionality";
            }

            _dimensions = dimensions;
            _inputs.Add(new EmbeddingInput(ReadText(request["content"u8]["parts"u8], place), request.Raw)
            {
                Title = request["title"u8].Text,
                TaskType = GeminiRequestReader.Either(request, "taskType"u8, "task_type"u8).Text,
            });
            foreach (var extra in s_known.Extras(request))
            {
                if (_named.Add(extra.Name))
                {
                    _extras.Add(extra);
                }
            }
        }

        public EmbeddingRequest ToRequest(IReadOnlyList<ExtraMember> extras) => new()
        {
            Inputs = _inputs,
            Dimensions = _dimensions,
            IsSingle = false,
            Extras = [.. extras, .. _extras],
            Indispensable = _indispensable,
        };

        private JsonString ReadText(JsonView parts, string place)
        {
            if (parts.Count == 0)
            {
                faults.Add(place + "content.parts", "must be an array of at least one part");
            }

            var texts = new List<JsonString>(parts.Count);
            foreach (var part in parts.Items)
            {
                if (part["text"u8].Text is not { IsGiven: true } piece)
                {
                    _indispensable ??= place + "content.parts";
                }
                else
                {
                    texts.Add(piece);
                }
            }

            return texts is [var only] ? only : JsonString.Join(texts);
        }
    }
}
