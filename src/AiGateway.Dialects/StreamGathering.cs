using System.Buffers;

namespace AiGateway.Dialects;

/// <summary>Reads the events of one answer and makes one document of them, for a caller who asked for one and a target that only streams. One per answer.</summary>
public abstract class StreamGathering : StreamTap
{
    /// <summary>How many bytes of the answer it holds.</summary>
    public abstract long Held { get; }

    /// <summary>Writes the document; to be called once, when the answer is whole.</summary>
    /// <param name="output">Takes the body of the caller's answer.</param>
    public abstract void Write(IBufferWriter<byte> output);
}
