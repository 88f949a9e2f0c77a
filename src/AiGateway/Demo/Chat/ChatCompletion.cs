using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Chat;

/// <summary>The answer to a chat request, and how it looks when it is sent whole.</summary>
internal sealed record ChatCompletion(string Id, long Created, string Model, ChatRequest Request, IReadOnlyList<Answer> Answers, bool TellsUsage)
{
    public byte[] ToJson() => Json.Object(this, static (json, completion) =>
    {
        completion.WriteHead(json, "chat.completion");
        json.WriteStartArray("choices");
        for (var index = 0; index < completion.Answers.Count; index++)
        {
            completion.WriteChoice(json, index);
        }

        json.WriteEndArray();
        if (completion.TellsUsage)
        {
            completion.WriteUsage(json);
        }
    });

    /// <summary>Writes the members that answer and chunks have in common.</summary>
    public void WriteHead(Utf8JsonWriter json, string type)
    {
        json.WriteString("id", Id);
        json.WriteString("object", type);
        json.WriteNumber("created", Created);
        json.WriteString("model", Model);
        json.WriteString("service_tier", "default");
        json.WriteString("system_fingerprint", "fp_simulated");
    }

    public void WriteUsage(Utf8JsonWriter json)
    {
        var generated = 0;
        var reasoning = 0;
        foreach (var answer in Answers)
        {
            generated += answer.Tokens;
            reasoning += answer.Reasoning.Count;
        }

        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", Request.Prompt.Tokens);
        json.WriteNumber("completion_tokens", generated);
        json.WriteNumber("total_tokens", Request.Prompt.Tokens + generated);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", Request.Prompt.CachedTokens);
        json.WriteNumber("audio_tokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", reasoning);
        json.WriteNumber("audio_tokens", 0);
        json.WriteNumber("accepted_prediction_tokens", 0);
        json.WriteNumber("rejected_prediction_tokens", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteChoice(Utf8JsonWriter json, int index)
    {
        var answer = Answers[index];
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", answer.Calls.Count > 0 ? null : string.Concat(answer.Text));
        if (answer.Reasoning.Count > 0)
        {
            json.WriteString("reasoning_content", string.Concat(answer.Reasoning));
        }

        json.WriteNull("refusal");
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        WriteCalls(json, answer.Calls);
        json.WriteEndObject();
        LogProbabilities.Write(json, Request.LogProbabilities ? answer.Text : null);
        json.WriteString("finish_reason", answer.FinishReason);
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", string.Concat(call.Arguments));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
