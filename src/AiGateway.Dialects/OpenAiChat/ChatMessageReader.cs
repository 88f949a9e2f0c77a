using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Reads the messages of a Chat request.</summary>
internal static class ChatMessageReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAi,
        "role", "content", "name", "refusal", "audio", "annotations", "tool_calls", "tool_call_id", "function_call", "reasoning_content", "reasoning",
        "thinking_blocks", "cache_control");

    /// <summary>Reads all messages; each is a turn.</summary>
    public static IReadOnlyList<Turn> ReadAll(JsonView messages, ReadFaults faults)
    {
        if (messages.Count == 0)
        {
            faults.Add("messages", "must be an array of at least one message");
            return [];
        }

        var turns = new List<Turn>(messages.Count);
        foreach (var message in messages.Items)
        {
            turns.Add(Read(message, turns.Count, faults));
        }

        return turns;
    }

    private static Turn Read(JsonView message, int index, ReadFaults faults)
    {
        var role = message["role"u8];
        if (role.Is("tool"u8) || role.Is("function"u8))
        {
            return new Turn(TurnRole.User, [ReadResult(message, index, faults)]) { Extras = s_known.Extras(message) };
        }

        if (role.Is("assistant"u8))
        {
            CheckContent(message["content"u8], index, faults);
            return new Turn(TurnRole.Assistant, ChatAssistantReader.Read(message)) { Name = message["name"u8].Text, Extras = s_known.Extras(message) };
        }

        var known = role.Is("user"u8) ? TurnRole.User : role.Is("system"u8) ? TurnRole.System : role.Is("developer"u8) ? TurnRole.Developer : (TurnRole?)null;
        if (known is null)
        {
            faults.Add($"messages[{index}].role", "must be developer, system, user, assistant, tool or function");
        }

        if (!message["content"u8].IsGiven)
        {
            faults.Add($"messages[{index}].content", "must be a string or an array of parts");
        }

        CheckContent(message["content"u8], index, faults);
        return new Turn(known ?? TurnRole.User, ChatPartReader.ReadContent(message)) { Name = message["name"u8].Text, Extras = s_known.Extras(message) };
    }

    private static ToolResultPart ReadResult(JsonView message, int index, ReadFaults faults)
    {
        CheckContent(message["content"u8], index, faults);

        // A function message has no id: its call, which had none either, was given the name as one.
        var id = message["tool_call_id"u8].Text;
        var name = message["name"u8].Text;
        if (id.IsEmpty && name.IsEmpty)
        {
            faults.Add($"messages[{index}].tool_call_id", "must be the id of the call that it answers");
        }

        return new ToolResultPart(id.IsEmpty ? name : id, ChatPartReader.ReadContent(message)) { Name = name };
    }

    private static void CheckContent(JsonView content, int index, ReadFaults faults)
    {
        if (content.IsGiven && !content.IsArray && !content.Text.IsGiven)
        {
            faults.Add($"messages[{index}].content", "must be a string or an array of parts");
        }

        var part = 0;
        foreach (var item in content.Items)
        {
            if (!item["type"u8].Text.IsGiven)
            {
                faults.Add($"messages[{index}].content[{part}].type", "must be the name of a kind of part");
            }

            part++;
        }
    }
}
