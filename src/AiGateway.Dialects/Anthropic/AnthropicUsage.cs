using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.Anthropic;

/// <summary>
/// Adds up what a stream or an answer says of usage. Input excludes both cache counters here. Imitations tell parts of it here, parts there, with
/// zeros for what they do not know, so that the greatest number counts.
/// </summary>
internal struct AnthropicUsage
{
    private static readonly byte[] s_name = [.. "usage"u8];

    private long _input;
    private long _cacheRead;
    private long _cacheWrite;
    private long _output;
    private long _thinking;

    /// <summary>Reads the usage of a whole answer; null where it tells none or is not one JSON object.</summary>
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
            var usage = default(AnthropicUsage);
            usage.Note(ref reader);
            return usage.Sum();
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // The scan does not look into values; a broken one tells nothing.
            return null;
        }
    }

    /// <summary>Reads a <c>usage</c> object, at whose beginning the reader stands, to its end.</summary>
    public void Note(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                Note(ref _input, ref reader);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                Note(ref _cacheRead, ref reader);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                Note(ref _cacheWrite, ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                Note(ref _output, ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens_details"u8))
            {
                NoteDetails(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

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

    private void NoteDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("thinking_tokens"u8))
            {
                Note(ref _thinking, ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Note(ref long counter, ref Utf8JsonReader reader) => counter = Math.Max(counter, UsageReader.ReadCount(ref reader) ?? 0);

    private static void Note(ref long counter, JsonView told) => counter = Math.Max(counter, Math.Min(told.Integer ?? 0, 1_000_000_000));
}
