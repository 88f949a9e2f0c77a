using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads and writes <c>usageMetadata</c>: the prompt includes what was cached, the candidates exclude the thoughts.</summary>
internal static class GeminiUsage
{
    /// <summary>Reads it; null where there is none.</summary>
    public static TokenUsage? Read(JsonView usage)
    {
        if (!usage.IsObject)
        {
            return null;
        }

        var prompt = Count(usage["promptTokenCount"u8]) + Count(usage["toolUsePromptTokenCount"u8]);
        var cached = Math.Min(Count(usage["cachedContentTokenCount"u8]), prompt);
        var thoughts = Count(usage["thoughtsTokenCount"u8]);
        return new TokenUsage(prompt - cached, cached, 0, Count(usage["candidatesTokenCount"u8]) + thoughts, thoughts);
    }

    /// <summary>Writes it as a member.</summary>
    public static void Write(Utf8JsonWriter writer, TokenUsage usage)
    {
        writer.WriteStartObject("usageMetadata"u8);
        writer.WriteNumber("promptTokenCount"u8, usage.Prompt);
        writer.WriteGiven("cachedContentTokenCount"u8, usage.CacheRead > 0 ? usage.CacheRead : null);
        writer.WriteNumber("candidatesTokenCount"u8, usage.Output - usage.Reasoning);
        writer.WriteGiven("thoughtsTokenCount"u8, usage.Reasoning > 0 ? usage.Reasoning : null);
        writer.WriteNumber("totalTokenCount"u8, usage.Prompt + usage.Output);
        writer.WriteEndObject();
    }

    private static long Count(JsonView told) => Math.Clamp(told.Integer ?? 0, 0, 1_000_000_000);
}
