using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// One provider's answer, taken in two steps. While it is opened nothing of it is sent, so that another target can still be asked, or several
/// at once; once it is delivered it is the caller's answer.
/// </summary>
internal abstract class Answer : IDisposable
{
    /// <summary>It can go on in a stream that was begun for it, with comments, before it was there.</summary>
    public virtual bool IsStream => false;

    /// <summary>Reads until its first token is there, or, of an answer that is one document, until it is whole.</summary>
    /// <returns>Why there will be none, or null.</returns>
    public abstract ValueTask<Failure?> OpenAsync();

    /// <summary>Passes it on to the caller, once it is open. Returns when all of it has been written, or what became of it.</summary>
    public abstract ValueTask<RelayResult> DeliverAsync();

    /// <inheritdoc/>
    public abstract void Dispose();
}
