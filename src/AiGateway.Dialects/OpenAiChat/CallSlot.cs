using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>One call that a stream tells piece by piece.</summary>
/// <param name="number">Its place among the calls of its choice, from 0.</param>
/// <param name="index">What the provider numbers it; null where it does not.</param>
internal sealed class CallSlot(int number, long? index)
{
    private const int MostHeld = 64 * 1024;

    private ArgumentProgress _progress;
    private bool _hasArguments;
    private JsonString _name;

    /// <summary>Its place among the calls of its choice, from 0.</summary>
    public int Number { get; } = number;

    /// <summary>What the provider numbers it; null where it does not.</summary>
    public long? Index { get; } = index;

    /// <summary>Its id; empty while it is not known.</summary>
    public JsonString Id { get; set; }

    /// <summary>Its name was known, and it was told of.</summary>
    public bool IsTold { get; private set; }

    /// <summary>Arguments that came ahead of the name.</summary>
    public JsonString Held { get; private set; }

    /// <summary>Whether a delta that neither id nor index sets apart begins another call: this one is complete, or has nothing but another name.</summary>
    /// <param name="name">The quoted name; empty where it has none.</param>
    /// <param name="hasArguments">It has arguments.</param>
    public bool IsFollowedBy(ReadOnlySpan<byte> name, bool hasArguments)
    {
        if (!IsTold || name.Length <= 2)
        {
            return false;
        }

        var isNamedSo = _name.Quoted.Span.SequenceEqual(name);
        return _progress.IsComplete ? hasArguments || !isNamedSo : !isNamedSo && !_hasArguments;
    }

    /// <summary>Takes note that it was told of.</summary>
    /// <param name="name">Its quoted name.</param>
    public void NoteTold(ReadOnlySpan<byte> name)
    {
        IsTold = true;
        _name = new JsonString(name.ToArray());
    }

    /// <summary>Takes note of arguments that were told. Where ids and indexes tell calls apart, they are not looked at.</summary>
    public void NoteArguments(ReadOnlySpan<byte> quoted)
    {
        _hasArguments = true;
        if (Id.IsEmpty || Index is null)
        {
            _progress.Note(quoted);
        }
    }

    /// <summary>Keeps arguments until the name is known.</summary>
    /// <returns>False where they are too long to be kept.</returns>
    public bool Hold(ReadOnlySpan<byte> quoted)
    {
        if (quoted.Length > 2)
        {
            Held = Held.Append(new JsonString(quoted.ToArray()));
        }

        return Held.Quoted.Length <= MostHeld;
    }

    /// <summary>Gives up what was kept.</summary>
    public JsonString Release()
    {
        var held = Held;
        Held = default;
        return held;
    }
}
