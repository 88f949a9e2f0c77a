using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Stored;

/// <summary>How a dialect spells talks that refer to answers which are kept. Stateless.</summary>
public abstract class AnswerStorage
{
    /// <summary>The member of a request that refers to a kept answer.</summary>
    public abstract string Reference { get; }

    /// <summary>What a request says to the model, apart from what it refers to; empty where that is nothing, or nothing that could be read.</summary>
    /// <param name="request">The request, which is JSON.</param>
    public abstract ReadOnlyMemory<byte> ReadInput(ReadOnlyMemory<byte> request);

    /// <summary>Writes a request that says itself what it referred to.</summary>
    /// <param name="request">The request.</param>
    /// <param name="earlier">What it refers to, and all that this follows; the oldest first.</param>
    /// <param name="output">Takes the request.</param>
    /// <returns>False where the request cannot be read.</returns>
    public abstract bool TryExpand(ReadOnlyMemory<byte> request, IReadOnlyList<StoredAnswer> earlier, IBufferWriter<byte> output);

    /// <summary>Finds the answer in the last events of a stream.</summary>
    /// <param name="events">Whole events.</param>
    /// <param name="answer">A copy of the answer.</param>
    /// <returns>False where the stream did not end well, and there is none.</returns>
    public abstract bool TryReadLast(ReadOnlySpan<byte> events, [NotNullWhen(true)] out byte[]? answer);

    /// <summary>Writes what was said to the model for an answer, as the operation for it does.</summary>
    /// <param name="output">Takes the list.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="query">What the caller wants of the list: the URL's query with its question mark, or empty.</param>
    /// <param name="fault">What is wrong with the query.</param>
    public abstract bool TryWriteInput(IBufferWriter<byte> output, StoredAnswer answer, string query, out TranslationFault fault);

    /// <summary>Writes that an answer is deleted.</summary>
    public abstract void WriteDeleted(IBufferWriter<byte> output, string id);
}
