namespace AiGateway.Dialects.Json;

/// <summary>Cuts elements out of an array in a body that goes on as it came, with the commas that kept them apart. Is told of all elements, in order.</summary>
/// <param name="edits">Takes the cuts.</param>
internal struct ElementCut(List<BodyEdit> edits)
{
    private int _begun = -1;
    private int _ended = -1;
    private int _kept = -1;

    /// <summary>Whether an element stays.</summary>
    public readonly bool KeepsAny => _kept >= 0;

    /// <summary>Takes the next element.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="isCut">It is to be left out.</param>
    public void Next(int start, int length, bool isCut)
    {
        if (isCut)
        {
            (_begun, _ended) = (_begun < 0 ? start : _begun, start + length);
            return;
        }

        if (_begun >= 0)
        {
            edits.Add(new BodyEdit(_begun, start - _begun, default));
        }

        (_begun, _kept) = (-1, start + length);
    }

    /// <summary>Ends the array.</summary>
    public readonly void End()
    {
        if (_begun >= 0)
        {
            var from = _kept < 0 ? _begun : _kept;
            edits.Add(new BodyEdit(from, _ended - from, default));
        }
    }
}
