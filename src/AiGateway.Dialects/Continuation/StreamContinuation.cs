using System.Buffers;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Continuation;

/// <summary>Reads the stream of another target as the continuation of one that broke, and rewrites its events so that the caller sees one stream.</summary>
public abstract class StreamContinuation : StreamTap
{
    /// <summary>The target was asked to go on from the text already sent; else it starts over, and that text is matched and dropped.</summary>
    public abstract bool IsPrefilled { get; }

    /// <summary>What is changed in the caller's body for the target, in order; empty when it starts over.</summary>
    public abstract IReadOnlyList<BodyEdit> Edits { get; }

    /// <summary>Writes what the caller gets in place of the event that was just read; nothing while it is text that he has.</summary>
    public abstract void Write(IBufferWriter<byte> output);
}
