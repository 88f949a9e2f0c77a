using System.Buffers;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Embeddings;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Rerank;
using AiGateway.Dialects.Tokens;

namespace AiGateway.Dialects.Translation;

/// <summary>
/// One request on its way to a target that speaks another dialect than the caller, and the answer on its way back. First
/// <see cref="TryWriteRequest"/>; then whichever of the others the target's answer calls for. One per call; not thread-safe.
/// </summary>
public abstract class Translator : IDisposable
{
    /// <summary>The caller's fields that do not arrive at the target, by the names that he knows; complete once the request was written.</summary>
    public abstract IReadOnlyList<string> Dropped { get; }

    /// <summary>What the answer says it used; null where it says nothing, or was not read.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>What it says of tokens is an estimate of the gateway's, for the target says nothing.</summary>
    public bool IsEstimated { get; protected set; }

    /// <summary>
    /// What was asked so far is not all: the next piece is to be written with <see cref="TryWriteRequest"/> and asked of the same target, and the answers
    /// that were read are to stay as they are until the last. Default false.
    /// </summary>
    public virtual bool HasMore => false;

    /// <summary>What one operation is asked can be put as what the other is.</summary>
    public static bool Knows(Operation caller, Operation target) => caller.Task == target.Task && caller.Task switch
    {
        OperationTask.Conversation => caller.Codecs is not null && target.CanBeRead,
        OperationTask.Embeddings => caller.Vectors is not null && target.Vectors is not null,
        OperationTask.Rerank => caller == target,
        OperationTask.ListModels => true,
        OperationTask.CountTokens => caller.Codecs?.Counting is not null && target.Codecs?.Counting is not null,
        _ => false,
    };

    /// <summary>
    /// A field that did not arrive and without which the answer would be to another question, so that the request must not be sent; null where there is
    /// none.
    /// </summary>
    public virtual string? Indispensable => null;

    /// <summary>Whether <see cref="Adapts"/> has to read the body to find out.</summary>
    /// <param name="operation">What the caller asks for.</param>
    /// <param name="preset">The target's kind of provider.</param>
    /// <param name="asked">What the caller calls the model; empty where he named none.</param>
    /// <param name="model">What the target calls it.</param>
    public static bool MayAdapt(Operation operation, ProviderPreset preset, string asked, string model) => operation.Task switch
    {
        OperationTask.Embeddings => EmbeddingTranslator.TakesLess(operation, preset, asked, model),
        OperationTask.Rerank => preset.Rerank is not null,
        _ => false,
    };

    /// <summary>A target that has the caller's very operation must be asked in other words than his all the same, since its provider takes less.</summary>
    /// <param name="operation">What the caller asks for.</param>
    /// <param name="preset">The target's kind of provider.</param>
    /// <param name="asked">What the caller calls the model; empty where he named none.</param>
    /// <param name="model">What the target calls it.</param>
    /// <param name="body">The caller's body, in one piece.</param>
    public static bool Adapts(Operation operation, ProviderPreset preset, string asked, string model, ReadOnlyMemory<byte> body) => operation.Task switch
    {
        OperationTask.Embeddings => EmbeddingTranslator.MustAdapt(operation, preset, asked, model, body),
        OperationTask.Rerank => RerankTranslator.MustAdapt(preset, body),
        _ => false,
    };

    /// <summary>The translator for what two operations are for.</summary>
    /// <param name="order">What is to be translated.</param>
    /// <exception cref="ArgumentException">The operations are not for the same task, or not for one that <see cref="Knows"/> knows.</exception>
    public static Translator Begin(TranslationOrder order) => order.Caller.Task switch
    {
        OperationTask.Conversation when Knows(order.Caller, order.Target) => new ConversationTranslator(order),
        OperationTask.Embeddings when Knows(order.Caller, order.Target) => new EmbeddingTranslator(order),
        OperationTask.ListModels => new ModelsTranslator(order),
        OperationTask.Rerank when order.Preset.Rerank is not null => new RerankTranslator(order),
        OperationTask.CountTokens when Knows(order.Caller, order.Target) => new TokenCountTranslator(order),
        _ => throw new ArgumentException($"{order.Caller.Name} cannot be put as {order.Target.Name}.", nameof(order)),
    };

    /// <summary>Writes what the target is sent.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="fault">What is wrong with the caller's body.</param>
    public abstract bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault);

    /// <summary>Writes what the caller gets for a whole answer: a document, or events where he wants a stream and the target gave none.</summary>
    /// <param name="answer">The target's answer.</param>
    /// <param name="output">Takes the caller's.</param>
    /// <returns>False where the body is no answer of the target's dialect. Where there is more to ask, true, and nothing is written yet.</returns>
    public abstract bool TryWriteAnswer(ReadOnlyMemory<byte> answer, IBufferWriter<byte> output);

    /// <summary>Begins to rewrite a stream of the target's; null, the default, where a stream is no answer.</summary>
    /// <param name="continuation">Joins it to what the caller has had; null where he has had nothing.</param>
    /// <param name="withholdsUsage">The caller did not ask for the usage chunk, which a continuation must see all the same.</param>
    public virtual StreamRewrite? OpenStream(StreamContinuation? continuation = null, bool withholdsUsage = false) => null;

    /// <summary>Begins to make one document of a stream of the target's; null, the default, where a stream is no answer.</summary>
    public virtual StreamGathering? OpenGathering() => null;

    /// <summary>Puts an error of the target's into nobody's dialect.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="facts">What the body says.</param>
    public abstract ErrorDetail ReadError(int status, in ErrorFacts facts);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what it holds.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
    }
}
