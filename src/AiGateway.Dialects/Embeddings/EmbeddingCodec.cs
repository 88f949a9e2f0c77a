using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Dialects.Embeddings;

/// <summary>Reads and writes how an operation asks for vectors, and how it answers. Stateless.</summary>
internal abstract class EmbeddingCodec
{
    /// <summary>More texts than anybody takes at once.</summary>
    public const int MostInputs = 2048;

    private readonly RequestReading<EmbeddingRequest> _read;

    /// <summary>Makes the codec of a dialect.</summary>
    protected EmbeddingCodec() => _read = Read;

    /// <summary>The errors of the dialect.</summary>
    public abstract ErrorCodec Error { get; }

    /// <summary>How many texts one request can have at most, whatever the model takes.</summary>
    public virtual int MostAtOnce => MostInputs;

    /// <summary>Reads a request. Never throws.</summary>
    /// <param name="body">The whole body; the request points into it.</param>
    /// <param name="request">The request.</param>
    /// <param name="fault">Why there is none.</param>
    public bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out EmbeddingRequest? request, out TranslationFault fault) =>
        RequestBody.TryRead(body, _read, out request, out fault);

    /// <summary>Reads an answer. Never throws.</summary>
    /// <param name="body">The whole body; the answer points into it.</param>
    /// <param name="inputs">How many texts were sent.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>False where the body is none, or not to so many texts.</returns>
    public bool TryReadAnswer(ReadOnlyMemory<byte> body, int inputs, [NotNullWhen(true)] out EmbeddingAnswer? answer)
    {
        answer = null;
        if (!Utf8.IsValid(body.Span))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(body, JsonView.Options);
            answer = ReadAnswer(new JsonView(document.RootElement, body), inputs);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            answer = null;
        }

        return answer is not null;
    }

    /// <summary>Writes a request.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="request">What is asked, of whose texts <paramref name="question"/> says which.</param>
    /// <param name="question">What is particular to this request.</param>
    /// <param name="dropped">Takes the names of members that are not written.</param>
    public abstract void Write(IBufferWriter<byte> output, EmbeddingRequest request, in EmbeddingQuestion question, List<string> dropped);

    /// <summary>Writes an answer.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="answer">The vectors.</param>
    /// <param name="request">What was asked.</param>
    public abstract void WriteAnswer(IBufferWriter<byte> output, EmbeddingAnswer answer, EmbeddingRequest request);

    /// <summary>Reads a request whose body is a JSON object.</summary>
    protected abstract EmbeddingRequest Read(JsonView body, ReadFaults faults);

    /// <summary>Reads an answer; null where the value is none.</summary>
    protected abstract EmbeddingAnswer? ReadAnswer(JsonView body, int inputs);

    /// <summary>Takes note of a member that cannot be given back, once.</summary>
    protected static void Drop(List<string> dropped, string name) => DroppedFields.Add(dropped, name);
}

/// <summary>Which texts of a request are asked about, of whom.</summary>
/// <param name="Model">What the target calls the model.</param>
/// <param name="First">The first of the texts.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Rules">What the model takes.</param>
internal readonly record struct EmbeddingQuestion(string Model, int First, int Count, EmbeddingRules Rules);
