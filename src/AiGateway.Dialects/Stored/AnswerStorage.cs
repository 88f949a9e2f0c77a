using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Stored;

/// <summary>How a dialect spells talks that refer to answers which are kept. Stateless.</summary>
public abstract class AnswerStorage
{
    /// <summary>The member of a request that refers to a kept answer.</summary>
    public abstract string Reference { get; }

    /// <summary>Whether a field of a request refers to kept answers, or to pieces of them.</summary>
    /// <param name="field">The field's name, as callers are told of it.</param>
    public abstract bool Refers(string field);

    /// <summary>What a request says to the model, apart from what it refers to; empty where that is nothing, or nothing that could be read.</summary>
    /// <param name="request">The request, which is JSON.</param>
    public abstract ReadOnlyMemory<byte> ReadInput(ReadOnlyMemory<byte> request);

    /// <summary>Writes a request that says itself what it referred to.</summary>
    /// <param name="request">The request.</param>
    /// <param name="earlier">What it refers to, and all that this follows; the oldest first.</param>
    /// <param name="output">Takes the request.</param>
    /// <returns>False where the request cannot be read.</returns>
    public abstract bool TryExpand(ReadOnlyMemory<byte> request, IReadOnlyList<StoredAnswer> earlier, IBufferWriter<byte> output);

    /// <summary>Whether a request may name pieces of kept answers. Costs one search.</summary>
    public abstract bool MayName(in ReadOnlySequence<byte> request);

    /// <summary>Writes a request in which pieces of kept answers stand in the place of their names; what is not kept stays named.</summary>
    /// <param name="request">The request.</param>
    /// <param name="find">Finds a kept answer by its id; null where there is none.</param>
    /// <param name="most">The most bytes that the request may have: with more it is not written to its end.</param>
    /// <param name="output">Takes the request.</param>
    /// <returns>False where the request cannot be read, or names nothing that is kept: then it is to be left as it is.</returns>
    public abstract bool TryFill(ReadOnlyMemory<byte> request, Func<string, StoredAnswer?> find, long most, ArrayBufferWriter<byte> output);

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
