using System.Text;
using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Chat;

/// <summary>What the messages of a request amount to.</summary>
internal sealed class ChatMessages
{
    private const int TokensPerMessage = 4;
    private const int TokensPerAttachment = 85;

    private readonly StringBuilder _toolResults = new();

    private ChatMessages()
    {
    }

    /// <summary>The text of the last user message.</summary>
    public string Question { get; private set; } = "";

    /// <summary>What the tools gave back, where that is the last thing said; else null.</summary>
    public string? ToolResult => _toolResults.Length == 0 ? null : _toolResults.ToString();

    /// <summary>How many images, sounds and documents the last user message has.</summary>
    public int Attachments { get; private set; }

    public string AttachmentName { get; private set; } = "image";

    public int Tokens { get; private set; }

    /// <summary>The word is in one of them, in any case.</summary>
    public bool MentionJson { get; private set; }

    public static ChatMessages Read(Fields fields)
    {
        var messages = new ChatMessages();
        var array = fields.Array("messages");
        if (array.ValueKind == JsonValueKind.Undefined)
        {
            fields.Fail(SimulatedError.Missing("messages"));
            return messages;
        }

        var index = 0;
        foreach (var message in array.Items())
        {
            if (messages.Add(message, $"messages[{index++}]") is { } problem)
            {
                fields.Fail(problem);
                return messages;
            }
        }

        if (index == 0)
        {
            fields.Fail(SimulatedError.Invalid(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array"));
        }

        return messages;
    }

    private SimulatedError? Add(JsonElement message, string place)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return SimulatedError.Invalid($"Invalid type for '{place}': expected an object.", place, "invalid_type");
        }

        if (message.TextMember("role") is not { } role)
        {
            return SimulatedError.Missing($"{place}.role");
        }

        if (role is not ("system" or "developer" or "user" or "assistant" or "tool" or "function"))
        {
            return SimulatedError.InvalidValue(role, "'system', 'assistant', 'user', 'function', 'tool', and 'developer'", $"{place}.role");
        }

        if (role == "tool" && message.TextMember("tool_call_id") is null)
        {
            return SimulatedError.Missing($"{place}.tool_call_id");
        }

        var content = message.Member("content");
        var attachments = 0;
        if (TextOf(content, $"{place}.content", ref attachments, out var text) is { } problem)
        {
            return problem;
        }

        if (content.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null && role != "assistant")
        {
            return SimulatedError.Invalid(
                $"Invalid value for 'content': expected a string, got null.", $"{place}.content");
        }

        var bytes = Encoding.UTF8.GetByteCount(text) + message.Member("tool_calls").Size();
        Tokens += TokensPerMessage + Pieces.Estimate(bytes) + (TokensPerAttachment * attachments);
        MentionJson |= text.Contains("json", StringComparison.OrdinalIgnoreCase);
        if (role is not ("tool" or "function"))
        {
            _toolResults.Clear();
        }

        switch (role)
        {
            case "user":
                Question = text;
                Attachments = attachments;
                break;
            case "tool" or "function":
                _toolResults.Append(_toolResults.Length == 0 ? "" : "; ").Append(text);
                break;
            default:
                break;
        }

        return null;
    }

    private SimulatedError? TextOf(JsonElement content, string place, ref int attachments, out string text)
    {
        text = content.TextOrNull() ?? "";
        if (content.ValueKind is JsonValueKind.String or JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return SimulatedError.Invalid($"Invalid type for '{place}': expected one of a string or array of objects.", place, "invalid_type");
        }

        var all = new StringBuilder();
        var index = 0;
        foreach (var part in content.Items())
        {
            switch (part.TextMember("type"))
            {
                case "text" or "refusal":
                    all.Append(part.TextMember("text") ?? part.TextMember("refusal"));
                    break;
                case "image_url" or "input_audio" or "file":
                    attachments++;
                    AttachmentName = part.TextMember("type") switch { "image_url" => "image", "file" => "document", _ => "recording" };
                    break;
                case var type:
                    return SimulatedError.InvalidValue(type, "'text', 'image_url', 'input_audio', 'refusal', and 'file'", $"{place}[{index}].type");
            }

            index++;
        }

        text = all.ToString();
        return null;
    }
}
