using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
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

    /// <summary>What one operation is asked can be put as what the other is.</summary>
    public static bool Knows(Operation caller, Operation target) => caller.Task == target.Task && caller.Task switch
    {
        OperationTask.Conversation => caller.Codecs is not null && target.CanBeRead,
        OperationTask.CountTokens => caller.Codecs?.Counting is not null && target.Codecs?.Counting is not null,
        _ => false,
    };

    /// <summary>
    /// A field that did not arrive and without which the answer would be to another question, so that the request must not be sent; null where there is
    /// none.
    /// </summary>
    public virtual string? Indispensable => null;

    /// <summary>The translator for what two operations are for.</summary>
    /// <param name="order">What is to be translated.</param>
    /// <exception cref="ArgumentException">The operations are not for the same task, or not for one that <see cref="Knows"/> knows.</exception>
    public static Translator Begin(TranslationOrder order) => order.Caller.Task switch
    {
        OperationTask.Conversation when Knows(order.Caller, order.Target) => new ConversationTranslator(order),
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
    /// <returns>False where the body is no answer of the target's dialect.</returns>
    public abstract bool TryWriteAnswer(ReadOnlyMemory<byte> answer, IBufferWriter<byte> output);

    /// <summary>Begins to rewrite a stream of the target's; null, the default, where a stream is no answer.</summary>
    public virtual StreamRewrite? OpenStream() => null;

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
