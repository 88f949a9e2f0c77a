using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes the <c>usage</c> of a response.</summary>
internal static class ResponsesUsage
{
    /// <summary>Writes it as a member, null where it is not known.</summary>
    public static void Write(Utf8JsonWriter writer, TokenUsage? told)
    {
        if (told is not { } usage)
        {
            writer.WriteNull("usage"u8);
            return;
        }

        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.Prompt);
        writer.WriteStartObject("input_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.CacheRead);
        writer.WriteGiven("cache_write_tokens"u8, usage.CacheWrite > 0 ? usage.CacheWrite : null);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens"u8, usage.Output);
        writer.WriteStartObject("output_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens"u8, usage.Prompt + usage.Output);
        writer.WriteEndObject();
    }
}
