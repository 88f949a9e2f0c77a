namespace AiGateway.Dialects.Translation;

/// <summary>
/// Keeps for one caller what models thought ahead of their calls of tools, where his dialect has no place for it and the model wants it back with the
/// next turn. May forget at any time. Thread-safe.
/// </summary>
public interface IReasoningMemory
{
    /// <summary>Keeps what was thought ahead of a call, in place of what was kept for it before.</summary>
    /// <param name="call">Stands for the call.</param>
    /// <param name="thought">What was thought, opaque; the memory's own from then on.</param>
    void Keep(UInt128 call, ReadOnlyMemory<byte> thought);

    /// <summary>Forgets what was kept for a call, since nothing was thought ahead of the one that has its name now.</summary>
    void Forget(UInt128 call);

    /// <summary>What was kept for a call; false where nothing was, or it is forgotten.</summary>
    bool TryRecall(UInt128 call, out ReadOnlyMemory<byte> thought);
}
