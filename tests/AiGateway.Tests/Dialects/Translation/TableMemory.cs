using AiGateway.Dialects.Translation;

namespace AiGateway.Tests.Dialects.Translation;

/// <summary>A memory that forgets nothing.</summary>
internal sealed class TableMemory : IReasoningMemory
{
    /// <summary>What is kept.</summary>
    public Dictionary<UInt128, ReadOnlyMemory<byte>> Kept { get; } = [];

    /// <inheritdoc/>
    public void Keep(UInt128 call, ReadOnlyMemory<byte> thought) => Kept[call] = thought;

    /// <inheritdoc/>
    public void Forget(UInt128 call) => Kept.Remove(call);

    /// <inheritdoc/>
    public bool TryRecall(UInt128 call, out ReadOnlyMemory<byte> thought) => Kept.TryGetValue(call, out thought);
}
