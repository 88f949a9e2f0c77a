using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Responses;

/// <summary>The object <c>response</c>.</summary>
internal sealed record SimulatedResponse(string Id, long Created, string Model, JsonElement Request, Prompt Prompt, Answer Answer)
{
    public bool TellsUsage { get; init; }

    /// <summary>What it says, in order: a reasoning item, a message, function calls.</summary>
    public IReadOnlyList<OutputItem> Output { get; } = OutputItem.Of(Answer);

    /// <summary>How it ends: <c>completed</c> or <c>incomplete</c>.</summary>
    public string Status => Answer.FinishReason is "length" or "content_filter" ? "incomplete" : "completed";

    /// <summary>The response when it is over.</summary>
    public byte[] ToJson() => Json.Object(this, static (json, response) => response.WriteMembers(json, response.Status));

    /// <summary>Writes the response as it is while in that status.</summary>
    public void WriteMembers(Utf8JsonWriter json, string status)
    {
        var isOver = status != "in_progress";
        json.WriteString("id", Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", Created);
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        json.WriteNull("error");
        if (status == "incomplete")
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", Answer.FinishReason == "length" ? "max_output_tokens" : Answer.FinishReason);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details");
        }

        json.WriteString("model", Model);
        json.WriteStartArray("output");
        foreach (var item in isOver ? Output : [])
        {
            item.Write(json, isOver: true);
        }

        json.WriteEndArray();
        WriteRequest(json);
        if (isOver && TellsUsage)
        {
            WriteUsage(json);
        }
        else
        {
            json.WriteNull("usage");
        }
    }

    // The request's own members come back with the response, or their defaults.
    private void WriteRequest(Utf8JsonWriter json)
    {
        Echo(json, "instructions", "null"u8);
        Echo(json, "max_output_tokens", "null"u8);
        Echo(json, "metadata", "{}"u8);
        Echo(json, "parallel_tool_calls", "true"u8);
        Echo(json, "previous_response_id", "null"u8);
        Echo(json, "reasoning", """{"effort":null,"summary":null}"""u8);
        Echo(json, "service_tier", "\"default\""u8);
        Echo(json, "store", "true"u8);
        Echo(json, "temperature", "1.0"u8);
        Echo(json, "text", """{"format":{"type":"text"}}"""u8);
        Echo(json, "tool_choice", "\"auto\""u8);
        Echo(json, "tools", "[]"u8);
        Echo(json, "top_p", "1.0"u8);
        Echo(json, "truncation", "\"disabled\""u8);
        Echo(json, "user", "null"u8);
    }

    private void Echo(Utf8JsonWriter json, string name, ReadOnlySpan<byte> absent)
    {
        json.WritePropertyName(name);
        if (Request.Has(name))
        {
            Request.Member(name).WriteTo(json);
        }
        else
        {
            json.WriteRawValue(absent);
        }
    }

    private void WriteUsage(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", Prompt.Tokens);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", Prompt.CachedTokens);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", Answer.Tokens);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", Answer.Reasoning.Count);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", Prompt.Tokens + Answer.Tokens);
        json.WriteEndObject();
    }
}
