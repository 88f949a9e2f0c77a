using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Responses;

/// <summary>One item of a response's output.</summary>
/// <param name="Id">Its id, with a prefix that tells its kind.</param>
/// <param name="Type"><c>reasoning</c>, <c>message</c> or <c>function_call</c>.</param>
/// <param name="Pieces">Its text, token by token: the summary, the message, or the arguments.</param>
internal sealed record OutputItem(string Id, string Type, IReadOnlyList<string> Pieces)
{
    /// <summary>The call, where it is one.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>The message was broken off.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The whole of its text.</summary>
    public string Text => string.Concat(Pieces);

    public static List<OutputItem> Of(Answer answer)
    {
        var items = new List<OutputItem>();
        var isIncomplete = answer.FinishReason is "length" or "content_filter";
        if (answer.Reasoning.Count > 0)
        {
            items.Add(new OutputItem("rs_" + SimulatedCall.NewId(), "reasoning", answer.Reasoning));
        }

        if (answer.Calls.Count == 0 && (answer.Text.Count > 0 || !isIncomplete))
        {
            items.Add(new OutputItem("msg_" + SimulatedCall.NewId(), "message", answer.Text) { IsIncomplete = isIncomplete });
        }

        for (var index = 0; index < answer.Calls.Count; index++)
        {
            items.Add(new OutputItem("fc_" + SimulatedCall.NewId(), "function_call", answer.Calls[index].Arguments)
            {
                Call = answer.Calls[index],
                IsIncomplete = isIncomplete && index == answer.Calls.Count - 1,
            });
        }

        return items;
    }

    /// <summary>Writes the item as it is when it begins or when it is over.</summary>
    public void Write(Utf8JsonWriter json, bool isOver)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", Type);
        switch (Type)
        {
            case "reasoning":
                json.WriteStartArray("summary");
                if (isOver)
                {
                    WriteSummary(json, Text);
                }

                json.WriteEndArray();
                break;
            case "message":
                WriteStatus(json, isOver);
                json.WriteString("role", "assistant");
                json.WriteStartArray("content");
                if (isOver)
                {
                    WriteText(json, Text);
                }

                json.WriteEndArray();
                break;
            default:
                WriteStatus(json, isOver);
                json.WriteString("call_id", Call!.Id);
                json.WriteString("name", Call.Name);
                json.WriteString("arguments", isOver ? Text : "");
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the part of a reasoning item.</summary>
    public static void WriteSummary(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "summary_text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>Writes the part of a message.</summary>
    public static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "output_text");
        json.WriteString("text", text);
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteStatus(Utf8JsonWriter json, bool isOver) =>
        json.WriteString("status", !isOver ? "in_progress" : IsIncomplete ? "incomplete" : "completed");
}
