using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>
/// Joins results with the calls of the turn ahead of them. They have no ids here, and the API wants as many results as there were calls: each gets
/// one, in the order of the calls, be it that there is none, and what belongs to none is said in words.
/// </summary>
internal sealed class GeminiCalls
{
    private static readonly JsonString s_noResult = JsonString.Of("The tool gave no result.");

    private readonly List<(WaitingCall Call, JsonString Name)> _calls = [];
    private WaitingCalls _waiting = new();

    /// <summary>Adds a call that the model makes.</summary>
    public void Add(ToolCallPart call)
    {
        var waiting = new WaitingCall(call.Id);
        _calls.Add((waiting, call.Name));
        _waiting.Add(call.Id, waiting);
    }

    /// <summary>Takes the results out of what was said behind the calls, which then are answered.</summary>
    /// <param name="said">All that was said.</param>
    /// <param name="rest">Takes what is no result of one of the calls.</param>
    public List<ToolResultPart> Answer(IReadOnlyList<Part> said, List<Part> rest)
    {
        var found = new Dictionary<WaitingCall, ToolResultPart>(_calls.Count);
        foreach (var part in said)
        {
            if (part is not ToolResultPart result)
            {
                rest.Add(part);
            }
            else if (_waiting.Answer(result.CallId) is { } call)
            {
                found[call] = result;
            }
            else
            {
                rest.AddRange(result.Content);
            }
        }

        var results = new List<ToolResultPart>(_calls.Count);
        foreach (var (call, name) in _calls)
        {
            results.Add(found.TryGetValue(call, out var result)
                ? result with { Name = name }
                : new ToolResultPart(call.Id, [new TextPart(s_noResult)]) { Name = name, IsError = true });
        }

        _calls.Clear();
        _waiting = new WaitingCalls();
        return results;
    }
}
