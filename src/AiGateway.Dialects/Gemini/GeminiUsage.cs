using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads and writes <c>usageMetadata</c>: the prompt includes what was cached, the candidates exclude the thoughts.</summary>
internal static class GeminiUsage
{
    private static readonly byte[] s_name = [.. "usageMetadata"u8];

    /// <summary>Reads that of a whole answer; null where it tells none or is not one JSON object.</summary>
    public static TokenUsage? ReadAnswer(in ReadOnlySequence<byte> answer)
    {
        if (!UsageReader.TryFind(answer, s_name, out var found))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(found, EventData.ReaderOptions);
            reader.Read();
            return Read(ref reader);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // The scan does not look into values; a broken one tells nothing.
            return null;
        }
    }

    /// <summary>Reads the object at whose beginning the reader stands, to its end.</summary>
    public static TokenUsage Read(ref Utf8JsonReader reader)
    {
        long prompt = 0, tools = 0, cached = 0, thoughts = 0, candidates = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("promptTokenCount"u8))
            {
                prompt = Count(ref reader);
            }
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8))
            {
                tools = Count(ref reader);
            }
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8))
            {
                cached = Count(ref reader);
            }
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8))
            {
                thoughts = Count(ref reader);
            }
            else if (reader.ValueTextEquals("candidatesTokenCount"u8))
            {
                candidates = Count(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return Of(prompt + tools, cached, candidates, thoughts);
    }

    /// <summary>Reads it; null where there is none.</summary>
    public static TokenUsage? Read(JsonView usage)
    {
        if (!usage.IsObject)
        {
            return null;
        }

        var prompt = Count(usage["promptTokenCount"u8]) + Count(usage["toolUsePromptTokenCount"u8]);
        return Of(prompt, Count(usage["cachedContentTokenCount"u8]), Count(usage["candidatesTokenCount"u8]), Count(usage["thoughtsTokenCount"u8]));
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

    private static TokenUsage Of(long prompt, long cached, long candidates, long thoughts) =>
        new(prompt - Math.Min(cached, prompt), Math.Min(cached, prompt), 0, candidates + thoughts, thoughts);

    private static long Count(ref Utf8JsonReader reader) => UsageReader.ReadCount(ref reader) ?? 0;

    private static long Count(JsonView told) => Math.Clamp(told.Integer ?? 0, 0, 1_000_000_000);
}
