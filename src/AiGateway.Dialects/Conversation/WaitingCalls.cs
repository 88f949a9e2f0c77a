using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Finds calls by a word that their results repeat, an id or a name: the first one that has it and was not answered. As long as it takes for one call it
/// takes for one of a hundred thousand, which a hostile request may have.
/// </summary>
internal sealed class WaitingCalls
{
    private readonly Dictionary<JsonString, Queue<WaitingCall>> _calls = new(JsonStringComparer.Instance);

    /// <summary>Adds a call, behind those that have the same word.</summary>
    public void Add(JsonString word, WaitingCall call)
    {
        if (!_calls.TryGetValue(word, out var calls))
        {
            _calls[word] = calls = new Queue<WaitingCall>(1);
        }

        calls.Enqueue(call);
    }

    /// <summary>Takes the first call that waits under a word; null where none does.</summary>
    public WaitingCall? Answer(JsonString word)
    {
        if (_calls.TryGetValue(word, out var calls))
        {
            while (calls.TryDequeue(out var call))
            {
                if (!call.IsAnswered)
                {
                    call.IsAnswered = true;
                    return call;
                }
            }
        }

        return null;
    }
}
