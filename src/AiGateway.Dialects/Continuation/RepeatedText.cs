using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Continuation;

/// <summary>Joins an answer that starts over: it must repeat all that was sent, which is dropped.</summary>
internal sealed class RepeatedText(ReadOnlyMemory<char> sent) : TextJoin
{
    private PrefixMatch _match = new(sent);

    /// <inheritdoc/>
    public override JoinStep Take(ReadOnlySpan<byte> text)
    {
        var before = _match.Matched;
        var units = new JsonUnits(text);
        while (_match.IsOpen && units.TryRead(out var unit))
        {
            _match.Take(unit);
        }

        Surplus = _match.Matched - before;
        return _match.IsOpen ? JoinStep.Drop : Close();
    }

    /// <inheritdoc/>
    public override JoinStep Close() => _match.IsWhole ? JoinStep.Pass : JoinStep.Diverge;
}
