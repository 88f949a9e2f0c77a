namespace AiGateway.Dialects.Json;

/// <summary>One change to a body that is otherwise passed on as it came.</summary>
/// <param name="Start">The first byte that is replaced, or before which something is inserted.</param>
/// <param name="Length">How many bytes are replaced; 0 = an insertion.</param>
/// <param name="Replacement">What stands there instead.</param>
public readonly record struct BodyEdit(long Start, long Length, ReadOnlyMemory<byte> Replacement);
