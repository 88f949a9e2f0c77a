using System.Buffers;
using System.Security.Cryptography;
using AiGateway.Dialects.Stored;
using AiGateway.Pipeline;

namespace AiGateway.State;

/// <summary>Keeps the answer to one request.</summary>
/// <param name="exchange">The request; what it says is not read before there is an answer.</param>
/// <param name="storage">How its dialect spells kept answers.</param>
/// <param name="store">Where the answer goes.</param>
internal sealed class AnswerKeeper(Exchange exchange, AnswerStorage storage, StoredAnswers store) : IAnswerKeeper
{
    /// <inheritdoc/>
    public string Id { get; } = $"resp_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    /// <inheritdoc/>
    public string? Previous { get; init; }

    /// <summary>What is said to the model this time; null, the default: what the exchange's body says.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <inheritdoc/>
    public void Keep(ReadOnlyMemory<byte> answer)
    {
        var input = Input ?? storage.ReadInput(exchange.Body!.Sequence.ToArray());
        store.TryKeep(exchange.Key!.Hash, new StoredAnswer(Id, Previous, input, answer));
    }
}
