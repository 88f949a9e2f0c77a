using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>
/// Reads the instructions and the input of a Responses request. Items are smaller than turns: what the model said in one go, reasoning, words and
/// calls, becomes one turn, and so do results that follow one another.
/// </summary>
internal sealed class ResponsesInputReader
{
    private readonly List<Turn> _turns = [];
    private readonly List<Part> _said = [];
    private readonly List<Part> _results = [];
    private readonly List<ExtraMember> _extras = [];
    private readonly ReadFaults _faults;
    private bool _hasSaidMessage;

    // The place behind the model's last turn, 0 where it has said nothing; the ids of its calls, once they are asked for; and what answers them.
    private int _behindCalls;
    private HashSet<JsonString>? _called;
    private List<Part>? _answers;

    private ResponsesInputReader(ReadFaults faults) => _faults = faults;

    /// <summary>Reads all turns.</summary>
    public static IReadOnlyList<Turn> ReadAll(JsonView body, ReadFaults faults)
    {
        var reader = new ResponsesInputReader(faults);
        reader.ReadInstructions(body["instructions"u8]);
        var input = body["input"u8];
        var isElsewhere = body["previous_response_id"u8].IsGiven || body["conversation"u8].IsGiven || body["prompt"u8].IsGiven;
        if (input.Text is { IsGiven: true } text)
        {
            reader._turns.Add(new Turn(TurnRole.User, [new TextPart(text)]));
        }
        else if (input.Count == 0 && (input.IsGiven || !isElsewhere))
        {
            faults.Add("input", "must be a string or an array of at least one item");
        }

        var index = 0;
        foreach (var item in input.Items)
        {
            reader.Read(item, index++);
        }

        reader.EndTurn();
        return reader._turns;
    }

    private void ReadInstructions(JsonView instructions)
    {
        if (instructions.Text is { IsEmpty: false } text)
        {
            _turns.Add(new Turn(TurnRole.System, [new TextPart(text)]));
        }
        else if (instructions.IsGiven && !instructions.Text.IsGiven)
        {
            _faults.Add("instructions", "must be a string");
        }
    }

    private void Read(JsonView item, int index)
    {
        var type = item["type"u8];
        if (type.Is("message"u8) || (!type.IsGiven && item["role"u8].IsGiven))
        {
            ReadMessage(item, index);
        }
        else if (type.Is("function_call_output"u8) || type.Is("custom_tool_call_output"u8))
        {
            Answer(ReadResult(item, index, type.Is("custom_tool_call_output"u8)));
        }
        else if (ResponsesItemReader.Read(item) is { } part)
        {
            CheckCall(part, index);
            if (!ResponsesItemReader.IsNothing(part))
            {
                Say(part);
            }
        }
        else if (type.Is("additional_tools"u8))
        {
            // Read with the other tools: whenever they are added, they are what the model may call now.
            return;
        }
        else if (type.Text.IsEmpty)
        {
            _faults.Add($"input[{index}].type", "must be the name of a kind of item");
        }
        else if (type.Is("item_reference"u8))
        {
            Say(new StoredPart(item["id"u8].Text));
        }
        else if (type.Text.Escaped.EndsWith("_output"u8))
        {
            Answer(new OpaquePart(DialectFamily.OpenAiResponses, type.Text, item.Raw));
        }
        else
        {
            Say(new OpaquePart(DialectFamily.OpenAiResponses, type.Text, item.Raw));
        }
    }

    private void ReadMessage(JsonView item, int index)
    {
        var role = item["role"u8];
        CheckContent(item["content"u8], index);
        if (role.Is("assistant"u8))
        {
            // Two messages on end were said one after the other.
            if (_hasSaidMessage && _said is [.., TextPart or RefusalPart])
            {
                EndTurn();
            }

            foreach (var part in ResponsesPartReader.ReadContent(item["content"u8]))
            {
                Say(part);
            }

            _extras.AddRange(ResponsesItemReader.ExtrasOf(item));
            _hasSaidMessage = true;
            return;
        }

        EndTurn();
        var known = role.Is("user"u8) ? TurnRole.User : role.Is("system"u8) ? TurnRole.System : role.Is("developer"u8) ? TurnRole.Developer : (TurnRole?)null;
        if (known is null)
        {
            _faults.Add($"input[{index}].role", "must be user, assistant, system or developer");
        }

        _turns.Add(new Turn(known ?? TurnRole.User, ResponsesPartReader.ReadContent(item["content"u8])) { Extras = ResponsesItemReader.ExtrasOf(item) });
    }

    private void CheckContent(JsonView content, int index)
    {
        if (!content.IsArray && !content.Text.IsGiven)
        {
            _faults.Add($"input[{index}].content", "must be a string or an array of parts");
        }

        var part = 0;
        foreach (var item in content.Items)
        {
            if (!item["type"u8].Text.IsGiven)
            {
                _faults.Add($"input[{index}].content[{part}].type", "must be the name of a kind of part");
            }

            part++;
        }
    }

    private void CheckCall(Part part, int index)
    {
        if (part is ToolCallPart call && (call.Id.IsEmpty || call.Name.IsEmpty))
        {
            _faults.Add($"input[{index}].{(call.Id.IsEmpty ? "call_id" : "name")}", "must be a string that is not empty");
        }
    }

    private ToolResultPart ReadResult(JsonView item, int index, bool isFreeform)
    {
        if (item["call_id"u8].Text.IsEmpty)
        {
            _faults.Add($"input[{index}].call_id", "must be the id of the call that it answers");
        }

        var output = item["output"u8];
        if (!output.IsArray && !output.Text.IsGiven)
        {
            _faults.Add($"input[{index}].output", "must be a string or an array of parts");
        }

        return new ToolResultPart(item["call_id"u8].Text, ResponsesPartReader.ReadContent(output))
        {
            IsFreeform = isFreeform,
            Extras = ResponsesItemReader.ExtrasOf(item),
        };
    }

    private void Say(Part part)
    {
        if (_results.Count > 0)
        {
            EndTurn();
        }

        _said.Add(part);
    }

    private void Answer(Part part)
    {
        if (_said.Count > 0)
        {
            EndTurn();
        }

        _results.Add(part);
    }

    private void EndTurn()
    {
        if (_said.Count > 0)
        {
            _turns.Add(new Turn(TurnRole.Assistant, [.. _said]) { Extras = [.. _extras] });
            (_behindCalls, _called, _answers) = (_turns.Count, null, null);
        }
        else if (_results.Count > 0)
        {
            AddResults();
        }

        _said.Clear();
        _results.Clear();
        _extras.Clear();
        _hasSaidMessage = false;
    }

    // Here results may come behind what the user said meanwhile; elsewhere they stand right behind their calls, or are refused.
    private void AddResults()
    {
        if (_behindCalls == 0 || (_behindCalls < _turns.Count && !IsCalled(_results[0])))
        {
            _turns.Add(new Turn(TurnRole.User, [.. _results]));
        }
        else if (_answers is null)
        {
            _answers = [.. _results];
            _turns.Insert(_behindCalls, new Turn(TurnRole.User, _answers));
        }
        else
        {
            _answers.AddRange(_results);
        }
    }

    private bool IsCalled(Part result)
    {
        if (_called is null)
        {
            _called = new HashSet<JsonString>(JsonStringComparer.Instance);
            foreach (var part in _turns[_behindCalls - 1].Parts)
            {
                if (part is ToolCallPart call)
                {
                    _called.Add(call.Id);
                }
            }
        }

        return result is ToolResultPart answer && _called.Contains(answer.CallId);
    }
}
