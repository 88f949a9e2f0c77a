using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>
/// Adds up one <c>usage</c> object in the spellings of OpenAI (chat and Responses), DashScope, DeepSeek, Kimi, Mistral and whoever imitates them.
/// Tolerant: what is null, missing, negative, beyond reason or no number counts as not said.
/// </summary>
internal struct UsageCounts
{
    private long? _prompt;
    private long? _output;
    private long? _total;
    private long? _cacheRead;
    private long? _cacheWrite;
    private long? _reasoning;

    /// <summary>Reads the object that the reader stands at the beginning of, to its end; null where it tells no count.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader reader)
    {
        var counts = new UsageCounts();
        counts.ReadMembers(ref reader, details: false);
        return counts.Sum();
    }

    /// <summary>Reads a <c>usage</c> object; null where it is none or tells no count.</summary>
    public static TokenUsage? Read(JsonView usage)
    {
        if (!usage.IsObject)
        {
            return null;
        }

        var reader = new Utf8JsonReader(usage.Span, EventData.ReaderOptions);
        reader.Read();
        return Read(ref reader);
    }

    private void ReadMembers(ref Utf8JsonReader reader, bool details)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (details)
            {
                ReadDetail(ref reader);
            }
            else
            {
                ReadCount(ref reader);
            }
        }
    }

    private void ReadCount(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("prompt_tokens"u8) || reader.ValueTextEquals("input_tokens"u8))
        {
            _prompt = UsageReader.ReadCount(ref reader) ?? _prompt;
        }
        else if (reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8))
        {
            _output = UsageReader.ReadCount(ref reader) ?? _output;
        }
        else if (reader.ValueTextEquals("total_tokens"u8))
        {
            _total = UsageReader.ReadCount(ref reader) ?? _total;
        }
        else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8) || reader.ValueTextEquals("num_cached_tokens"u8))
        {
            _cacheRead = UsageReader.ReadCount(ref reader) ?? _cacheRead;
        }
        else if (IsDetails(ref reader))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMembers(ref reader, details: true);
            }
            else
            {
                reader.Skip();
            }
        }
        else
        {
            ReadDetail(ref reader);
        }
    }

    private static bool IsDetails(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("completion_tokens_details"u8)
        || reader.ValueTextEquals("input_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8);

    // Kimi and Perplexity tell these beside the totals, the others in a details object.
    private void ReadDetail(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("cached_tokens"u8))
        {
            _cacheRead = UsageReader.ReadCount(ref reader) ?? _cacheRead;
        }
        else if (reader.ValueTextEquals("cache_write_tokens"u8) || reader.ValueTextEquals("cache_creation_input_tokens"u8))
        {
            _cacheWrite = UsageReader.ReadCount(ref reader) ?? _cacheWrite;
        }
        else if (reader.ValueTextEquals("reasoning_tokens"u8))
        {
            _reasoning = UsageReader.ReadCount(ref reader) ?? _reasoning;
        }
        else
        {
            reader.Skip();
        }
    }

    private readonly TokenUsage? Sum()
    {
        if (_prompt is null && _output is null && _total is null)
        {
            return null;
        }

        // Rerank and some embeddings tell a total alone, and all of it is prompt.
        var prompt = _prompt ?? Math.Max(0, (_total ?? 0) - (_output ?? 0));
        var output = _output ?? 0;
        var reasoning = _reasoning ?? 0;

        // xAI counts reasoning beside the completion; its total gives it away.
        if (reasoning > 0 && _total == prompt + output + reasoning)
        {
            output += reasoning;
        }

        var cacheRead = Math.Min(_cacheRead ?? 0, prompt);
        var cacheWrite = Math.Min(_cacheWrite ?? 0, prompt - cacheRead);
        return new TokenUsage(prompt - cacheRead - cacheWrite, cacheRead, cacheWrite, output, Math.Min(reasoning, output));
    }
}
