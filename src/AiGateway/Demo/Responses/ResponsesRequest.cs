using System.Text;
using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Responses;

/// <summary>Reads a request to <c>/v1/responses</c>.</summary>
internal sealed class ResponsesRequest
{
    private const int TokensPerItem = 4;
    private const int TokensPerAttachment = 85;

    // What OpenAI asks for at least.
    private const int LeastTokens = 16;

    private readonly StringBuilder _toolResults = new();
    private string _question = "";
    private int _attachments;
    private string _attachmentName = "image";
    private int _tokens;
    private bool _mentionsJson;

    private ResponsesRequest()
    {
    }

    /// <summary>What is asked; problems are in the fields.</summary>
    public static Prompt Read(Fields fields)
    {
        var request = new ResponsesRequest();
        request.ReadInput(fields);
        var instructions = fields.Text("instructions") ?? "";
        request._tokens += Pieces.Estimate(Encoding.UTF8.GetByteCount(instructions) + fields.Body.Member("tools").Size());
        request._mentionsJson |= instructions.Contains("json", StringComparison.OrdinalIgnoreCase);
        var tools = ToolChoice.Read(fields, flat: true);
        var format = AnswerFormat.ReadFlat(fields, request._mentionsJson);
        fields.Number("temperature", 0, 2);
        fields.Number("top_p", 0, 1);
        return new Prompt
        {
            Question = request._question,
            ToolResult = request._toolResults.Length == 0 ? null : request._toolResults.ToString(),
            Attachments = request._attachments,
            AttachmentName = request._attachmentName,
            Tokens = request._tokens,
            Tools = tools.Callable,
            MustCall = tools.IsForced,
            ParallelCalls = fields.Flag("parallel_tool_calls", absent: true),
            WantsJson = format.IsJson,
            Schema = format.Schema,
            MostTokens = fields.Integer("max_output_tokens", LeastTokens, int.MaxValue) ?? int.MaxValue,
        };
    }

    private void ReadInput(Fields fields)
    {
        var input = fields.Body.Member("input");
        if (input.TextOrNull() is { } text)
        {
            AddMessage("user", text, 0);
            return;
        }

        if (input.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            fields.Fail(SimulatedError.Missing("input"));
            return;
        }

        if (input.ValueKind != JsonValueKind.Array)
        {
            fields.Fail(SimulatedError.Invalid("Invalid type for 'input': expected one of a string or array of input items.", "input", "invalid_type"));
            return;
        }

        var index = 0;
        foreach (var item in input.Items())
        {
            fields.Fail(AddItem(item, $"input[{index++}]"));
        }
    }

    private SimulatedError? AddItem(JsonElement item, string place)
    {
        switch (item.TextMember("type") ?? (item.Has("role") ? "message" : null))
        {
            case "message":
                var role = item.TextMember("role");
                return role is "user" or "assistant" or "system" or "developer"
                    ? AddMessage(role, item.Member("content"), place)
                    : SimulatedError.InvalidValue(role, "'assistant', 'system', 'developer', and 'user'", $"{place}.role");
            case "function_call_output":
                if (item.TextMember("call_id") is null)
                {
                    return SimulatedError.Missing($"{place}.call_id");
                }

                var output = item.Member("output");
                _toolResults.Append(_toolResults.Length == 0 ? "" : "; ").Append(output.TextOrNull() ?? TextOfParts(output));
                _tokens += TokensPerItem + Pieces.Estimate(output.Size());
                return null;
            case "function_call" or "reasoning" or "item_reference":
                _tokens += TokensPerItem + Pieces.Estimate(item.Size());
                return null;
            case var type:
                return SimulatedError.InvalidValue(
                    type, "'message', 'function_call', 'function_call_output', 'reasoning', and 'item_reference'", $"{place}.type");
        }
    }

    private SimulatedError? AddMessage(string role, JsonElement content, string place)
    {
        if (content.TextOrNull() is { } text)
        {
            AddMessage(role, text, 0);
            return null;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return SimulatedError.Missing($"{place}.content");
        }

        var attachments = 0;
        foreach (var part in content.Items())
        {
            switch (part.TextMember("type"))
            {
                case "input_text" or "output_text" or "refusal":
                    break;
                case "input_image" or "input_file" or "input_audio":
                    attachments++;
                    _attachmentName = part.TextMember("type") switch { "input_image" => "image", "input_file" => "document", _ => "recording" };
                    break;
                case var type:
                    return SimulatedError.InvalidValue(
                        type, "'input_text', 'input_image', 'input_file', 'input_audio', 'output_text', and 'refusal'", $"{place}.content");
            }
        }

        AddMessage(role, TextOfParts(content), attachments);
        return null;
    }

    private void AddMessage(string role, string text, int attachments)
    {
        _tokens += TokensPerItem + Pieces.Estimate(Encoding.UTF8.GetByteCount(text)) + (TokensPerAttachment * attachments);
        _mentionsJson |= text.Contains("json", StringComparison.OrdinalIgnoreCase);
        _toolResults.Clear();
        if (role == "user")
        {
            _question = text;
            _attachments = attachments;
        }
    }

    private static string TextOfParts(JsonElement parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Items())
        {
            text.Append(part.TextMember("text"));
        }

        return text.ToString();
    }
}
