using System.Buffers;
using AiGateway.Ingress;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// One provider's answer, taken in two steps. While it is opened nothing of it is sent, so that another target can still be asked, or several
/// at once; once it is delivered it is the caller's answer.
/// </summary>
internal abstract class Answer : IDisposable
{
    private const int Piece = 64 * 1024;

    /// <summary>It can go on in a stream that was begun for it, with comments, before it was there.</summary>
    public virtual bool IsStream => false;

    /// <summary>Reads until its first token is there, or, of an answer that is one document, until it is whole.</summary>
    /// <returns>Why there will be none, or null.</returns>
    public abstract ValueTask<Failure?> OpenAsync();

    /// <summary>Passes it on to the caller, once it is open. Returns when all of it has been written, or what became of it.</summary>
    public abstract ValueTask<RelayResult> DeliverAsync();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>
    /// Writes a document piece by piece, so that what a slow caller has not taken stays where it is charged for, and is not copied to the server's buffers.
    /// The server's patience with a caller who takes nothing grows with what it was given to write at once: some five minutes for a piece.
    /// </summary>
    protected static async ValueTask WriteAsync(Reply reply, ReadOnlySequence<byte> document, CancellationToken cancellation)
    {
        var left = document;
        while (left.Length > Piece)
        {
            Write(reply, left.Slice(0, Piece));
            left = left.Slice(Piece);
            await reply.FlushAsync(cancellation);
        }

        Write(reply, left);
        if (left.Length < document.Length)
        {
            // The server sends what is left unsent by itself only where nothing of the body was sent before.
            await reply.FlushAsync(cancellation);
        }
    }

    private static void Write(Reply reply, in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            reply.Write(segment.Span);
        }
    }
}
