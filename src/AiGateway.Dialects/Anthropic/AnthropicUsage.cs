using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>
/// Adds up what a stream or an answer says of usage. Input excludes both cache counters here. Imitations tell parts of it here, parts there, with
/// zeros for what they do not know, so that the greatest number counts.
/// </summary>
internal struct AnthropicUsage
{
    private long _input;
    private long _cacheRead;
    private long _cacheWrite;
    private long _output;
    private long _thinking;

    /// <summary>Reads a <c>usage</c> object.</summary>
    /// <returns>False where it is none.</returns>
    public bool Note(JsonView usage)
    {
        if (!usage.IsObject)
        {
            return false;
        }

        Note(ref _input, usage["input_tokens"u8]);
        Note(ref _cacheRead, usage["cache_read_input_tokens"u8]);
        Note(ref _cacheWrite, usage["cache_creation_input_tokens"u8]);
        Note(ref _output, usage["output_tokens"u8]);
        Note(ref _thinking, usage["output_tokens_details"u8]["thinking_tokens"u8]);
        return true;
    }

    /// <summary>What was used until now.</summary>
    public readonly TokenUsage Sum() => new(_input, _cacheRead, _cacheWrite, _output, Math.Min(_thinking, _output));

    /// <summary>Writes <c>usage</c> with all its members: clients take a missing number for a fault.</summary>
    public static void Write(Utf8JsonWriter writer, TokenUsage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.Input);
        writer.WriteNumber("cache_creation_input_tokens"u8, usage.CacheWrite);
        writer.WriteNumber("cache_read_input_tokens"u8, usage.CacheRead);
        writer.WriteNumber("output_tokens"u8, usage.Output);
        if (usage.Reasoning > 0)
        {
            writer.WriteStartObject("output_tokens_details"u8);
            writer.WriteNumber("thinking_tokens"u8, usage.Reasoning);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Note(ref long counter, JsonView told) => counter = Math.Max(counter, Math.Min(told.Integer ?? 0, 1_000_000_000));
}
