using System.Buffers;
using AiGateway.Dialects.OpenAi;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects;

/// <summary>What an event of a stream means for whoever relays it.</summary>
public enum EventKind
{
    /// <summary>Part of the answer.</summary>
    Content,

    /// <summary>Carries no data: a comment or a heartbeat, which proves nothing about the model.</summary>
    Heartbeat,

    /// <summary>Only tells usage: withheld where the caller did not ask for it.</summary>
    UsageOnly,

    /// <summary>The last event of a whole answer; whatever follows is not passed on.</summary>
    End,

    /// <summary>The provider tells of an error inside the stream.</summary>
    Error,

    /// <summary>Not what this dialect's events look like: the stream is broken.</summary>
    Malformed,
}

/// <summary>Reads the events of one answer as they pass. One per answer; not thread-safe.</summary>
public abstract class StreamTap
{
    /// <summary>What the stream has said it used so far: the last word counts, nothing is added up.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>What the provider said of the error that it told inside the stream, at most 500 characters; null where it said nothing.</summary>
    public string? Error { get; protected set; }

    /// <summary>What that error says by which it can be judged.</summary>
    public ErrorFacts ErrorFacts { get; private set; }

    /// <summary>Some of the answer itself has been read, and not only what goes ahead of it (an empty first chunk that names the role).</summary>
    public virtual bool HasToken => true;

    /// <summary>The answer is complete: were the stream to end here, nothing would be missing but what <see cref="Finish"/> gives.</summary>
    public abstract bool IsWhole { get; }

    /// <summary>
    /// The events that the end of a whole stream lacks (<c>data: [DONE]</c> and a blank line), empty where it lacks nothing. To be called once, where
    /// the body has ended without its last event.
    /// </summary>
    public virtual ReadOnlyMemory<byte> Finish() => default;

    /// <summary>
    /// The number that the event would bear which follows those that were read, in dialects that number them; null elsewhere, and where the provider does not.
    /// </summary>
    public virtual long? NextNumber => null;

    /// <summary>Writes the last events of a stream that breaks off, where they say more than what went wrong. Nothing more is read or written then.</summary>
    /// <param name="output">Takes complete events.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>False, the default, where the dialect's own event for it says all.</returns>
    public virtual bool TryWriteBreak(IBufferWriter<byte> output, in ErrorDetail error) => false;

    /// <summary>Takes note of one complete event.</summary>
    /// <param name="serverSentEvent">The bytes of the event with its line ends, up to and including the blank line.</param>
    public abstract EventKind Read(ReadOnlySpan<byte> serverSentEvent);

    /// <summary>Takes note that an event was too large to be read and went through unread: what it said is unknown.</summary>
    public abstract void Skip();

    /// <summary>Takes note of an error that the provider told inside the stream. Streams end with it, so this happens once an answer.</summary>
    /// <param name="data">The event's data.</param>
    private protected void NoteError(ReadOnlySpan<byte> data)
    {
        Error = ErrorMessage.Read(data);
        ErrorFacts = ErrorFacts.Read(new ReadOnlySequence<byte>(data.ToArray()));
    }

    /// <summary>Takes note of an error that was told inside the stream and has been read.</summary>
    private protected void NoteError(in ErrorFacts facts)
    {
        Error = facts.Message;
        ErrorFacts = facts;
    }
}
