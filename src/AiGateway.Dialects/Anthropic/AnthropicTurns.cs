using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>
/// Brings turns into the order that the API insists on: the user first, sides in turn, no empty text, each call answered in the very next message
/// and there ahead of all else, every id once.
/// </summary>
internal sealed class AnthropicTurns
{
    private static readonly JsonString s_nothing = JsonString.Of(".");
    private static readonly JsonString s_noResult = JsonString.Of("The tool gave no result.");
    private static readonly JsonString s_instruction = JsonString.Of("System: ");

    private readonly List<AnthropicMessage> _messages = [];
    private readonly HashSet<JsonString> _ids = new(JsonStringComparer.Instance);

    // How many calls asked for an id that was taken.
    private readonly Dictionary<JsonString, int> _copies = new(JsonStringComparer.Instance);

    private AnthropicTurns()
    {
    }

    /// <summary>How many turns at the beginning are instructions.</summary>
    public static int CountInstructions(IReadOnlyList<Turn> turns)
    {
        var count = 0;
        while (count < turns.Count && turns[count].Role is TurnRole.System or TurnRole.Developer)
        {
            count++;
        }

        return count;
    }

    /// <summary>Orders turns.</summary>
    /// <param name="turns">All turns, of which the first ones are instructions.</param>
    /// <param name="takes">Whether a part can be written.</param>
    public static List<AnthropicMessage> Order(IReadOnlyList<Turn> turns, Func<Part, bool> takes)
    {
        var ordered = new AnthropicTurns();
        for (var at = CountInstructions(turns); at < turns.Count; at++)
        {
            ordered.Add(turns[at], takes);
        }

        if (ordered._messages.Count == 0 || ordered._messages[0].IsAssistant)
        {
            ordered._messages.Insert(0, new AnthropicMessage(IsAssistant: false, [new TextPart(s_nothing)]));
        }

        for (var at = 0; at < ordered._messages.Count; at++)
        {
            ordered.JoinCalls(at);
        }

        ordered.TrimPrefill();
        return ordered._messages;
    }

    private void Add(Turn turn, Func<Part, bool> takes)
    {
        var isAssistant = turn.Role == TurnRole.Assistant;
        var parts = new List<Part>(turn.Parts.Count);
        foreach (var part in turn.Parts)
        {
            var written = part is TextPart text && turn.Role is TurnRole.System or TurnRole.Developer
                ? text with { Text = s_instruction.Append(text.Text) }
                : part;
            if (!IsBlank(part) && takes(part))
            {
                parts.Add(written);
            }
        }

        if (parts.Count == 0)
        {
            return;
        }

        if (_messages is [.., var last] && last.IsAssistant == isAssistant)
        {
            last.Parts.AddRange(parts);
        }
        else
        {
            _messages.Add(new AnthropicMessage(isAssistant, parts));
        }
    }

    private static bool IsBlank(Part part) => part is TextPart { Text.IsBlank: true } or RefusalPart { Text.IsBlank: true };

    // Gives each call of a message an id of its own, and brings its result to the head of the next message.
    private void JoinCalls(int at)
    {
        var message = _messages[at];
        if (!message.IsAssistant)
        {
            if (at == 0)
            {
                Answer(message, [], new WaitingCalls());
            }

            return;
        }

        var (calls, waiting) = NameCalls(message.Parts);
        if (at + 1 < _messages.Count)
        {
            Answer(_messages[at + 1], calls, waiting);
        }
    }

    // The calls as they are written, and under the ids by which their results ask for them.
    private (List<WaitingCall> Calls, WaitingCalls ByAsked) NameCalls(List<Part> parts)
    {
        var calls = new List<WaitingCall>();
        var waiting = new WaitingCalls();
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index] is ToolCallPart call)
            {
                var named = new WaitingCall(UniqueId(call.Id));
                calls.Add(named);
                waiting.Add(call.Id, named);
                parts[index] = call with { Id = named.Id };
            }
        }

        return (calls, waiting);
    }

    private static void Answer(AnthropicMessage message, List<WaitingCall> calls, WaitingCalls waiting)
    {
        var results = new List<Part>();
        var rest = new List<Part>();
        foreach (var part in message.Parts)
        {
            if (part is not ToolResultPart result)
            {
                rest.Add(part);
                continue;
            }

            if (waiting.Answer(result.CallId) is { } call)
            {
                results.Add(result with { CallId = call.Id });
            }
            else
            {
                // Nobody asked: the API would refuse it, the words may matter.
                AddWords(result.Content, rest);
            }
        }

        foreach (var call in calls)
        {
            if (!call.IsAnswered)
            {
                results.Add(new ToolResultPart(call.Id, [new TextPart(s_noResult)]) { IsError = true });
            }
        }

        if (results.Count + rest.Count == 0)
        {
            rest.Add(new TextPart(s_nothing));
        }

        message.Parts.Clear();
        message.Parts.AddRange(results);
        message.Parts.AddRange(rest);
    }

    private static void AddWords(IReadOnlyList<Part> content, List<Part> parts)
    {
        foreach (var part in content)
        {
            if (!IsBlank(part))
            {
                parts.Add(part);
            }
        }
    }

    private JsonString UniqueId(JsonString asked)
    {
        var wanted = AnthropicId.Of(asked, _ids.Count);
        var id = wanted;
        while (!_ids.Add(id))
        {
            var copy = _copies.GetValueOrDefault(wanted, 1) + 1;
            _copies[wanted] = copy;
            id = wanted.Append(JsonString.Of($"_{copy}"));
        }

        return id;
    }

    // The answer goes on from the last message where that is the model's, and the API refuses white space at its end.
    private void TrimPrefill()
    {
        if (_messages is [.., { IsAssistant: true } last] && last.Parts is [.., TextPart text])
        {
            last.Parts[^1] = text with { Text = text.Text.TrimEnd() };
        }
    }
}
