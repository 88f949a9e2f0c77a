using System.Buffers;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Conversation;

/// <summary>Reads and writes a dialect's errors. Stateless.</summary>
internal abstract class ErrorCodec
{
    /// <summary>Puts what a provider said of an error into the contract's words. Never throws.</summary>
    /// <param name="status">The HTTP status; 0 where the error came inside a stream.</param>
    /// <param name="facts">What its body or event says.</param>
    /// <param name="requestId">The id of the caller's request.</param>
    public abstract ErrorDetail Read(int status, ErrorFacts facts, string requestId);

    /// <summary>Writes the body of an error answer.</summary>
    public abstract void Write(IBufferWriter<byte> output, in ErrorDetail error);

    /// <summary>Writes an error as one complete event of a stream that has already begun, its blank line included.</summary>
    public abstract void WriteEvent(IBufferWriter<byte> output, in ErrorDetail error);
}
