using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes the settings of a request: as they are asked for, and as a response repeats them.</summary>
internal static class ResponsesSettings
{
    private static readonly JsonString s_name = JsonString.Of("answer");

    /// <summary>Writes <c>format</c>.</summary>
    public static void WriteFormat(Utf8JsonWriter writer, ResponseFormat format)
    {
        writer.WriteStartObject("format"u8);
        writer.WriteString("type"u8, format.Schema.IsEmpty ? "json_object"u8 : "json_schema"u8);
        if (!format.Schema.IsEmpty)
        {
            writer.WriteText("name"u8, format.Name.IsEmpty ? s_name : format.Name);
            writer.WriteText("description"u8, format.Description);
            writer.WriteJson("schema"u8, format.Schema.Span);
            writer.WriteGiven("strict"u8, format.Strict);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes the settings that a response repeats. Clients count on some of them, so that what is not known is written as it is by default.
    /// </summary>
    public static void Repeat(Utf8JsonWriter writer, ConversationRequest? request)
    {
        var sampling = request?.Sampling ?? SamplingOptions.Default;
        WriteOrNull(writer, "instructions"u8, InstructionsOf(request));
        WriteOrNull(writer, "max_output_tokens"u8, sampling.MaxTokens);
        writer.WriteBoolean("parallel_tool_calls"u8, request?.ParallelToolCalls ?? true);
        WriteOrNull(writer, "previous_response_id"u8, request?.PreviousAnswer ?? default);
        WriteReasoning(writer, request?.Reasoning);
        writer.WriteBoolean("store"u8, request?.Store ?? false);
        WriteOrNull(writer, "temperature"u8, sampling.Temperature);
        WriteText(writer, request);
        WriteTools(writer, request);
        writer.WriteNumber("top_logprobs"u8, sampling.TopLogprobs ?? 0);
        WriteOrNull(writer, "top_p"u8, sampling.TopP);
        writer.WriteString("truncation"u8, "disabled"u8);
        writer.WriteText("prompt_cache_key"u8, request?.PromptCacheKey ?? default);
        WriteOrNull(writer, "safety_identifier"u8, request?.EndUser ?? default);
        writer.WriteJson("metadata"u8, request is { Metadata.IsEmpty: false } ? JsonOutput.OnOneLine(request.Metadata.Span) : "{}"u8);
    }

    private static JsonString InstructionsOf(ConversationRequest? request) =>
        request?.Turns is [{ Role: TurnRole.System, Parts: [TextPart text] }, ..] ? text.Text : default;

    private static void WriteReasoning(Utf8JsonWriter writer, ReasoningOptions? reasoning)
    {
        writer.WriteStartObject("reasoning"u8);
        writer.WriteString("effort"u8, reasoning?.NearestEffort is { } effort ? ReasoningOptions.WordOf(effort) : null);
        writer.WriteString("summary"u8, reasoning?.IsShown == true ? "auto" : null);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, ConversationRequest? request)
    {
        writer.WriteStartObject("text"u8);
        if (request?.Format is { } format)
        {
            WriteFormat(writer, format with { Schema = JsonOutput.OnOneLine(format.Schema.Span) });
        }
        else
        {
            writer.WriteJson("format"u8, """{"type":"text"}"""u8);
        }

        writer.WriteText("verbosity"u8, request?.Verbosity ?? default);
        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, ConversationRequest? request)
    {
        var tools = new ResponsesToolWriter(writer, takesStrict: true, takesFreeform: true) { IsInEvent = true };
        if (request?.ToolChoice is { } choice)
        {
            tools.WriteChoice(choice, request.Tools, takesNames: true);
        }
        else
        {
            writer.WriteString("tool_choice"u8, "auto"u8);
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in request?.Tools ?? [])
        {
            if (tool is not ProviderTool { Family: not DialectFamily.OpenAiResponses })
            {
                tools.Write(tool);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteOrNull(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonString text) =>
        writer.WriteJson(name, text.IsGiven ? text.Quoted.Span : "null"u8);

    private static void WriteOrNull(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } given)
        {
            writer.WriteNumber(name, given);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
