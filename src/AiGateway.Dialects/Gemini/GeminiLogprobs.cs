using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>
/// Probabilities of tokens: here two lists, of the tokens that were chosen and of those that might have been, and in the hub, as in Chat, one list of
/// tokens with all that is said of each.
/// </summary>
internal static class GeminiLogprobs
{
    /// <summary>Reads <c>logprobsResult</c>; empty where there is none.</summary>
    public static byte[] Read(JsonView result)
    {
        if (result["chosenCandidates"u8] is not { Count: > 0 } chosen)
        {
            return [];
        }

        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("content"u8);
        var others = result["topCandidates"u8].Items;
        foreach (var token in chosen.Items)
        {
            writer.WriteStartObject();
            ReadToken(writer, token);
            writer.WriteStartArray("top_logprobs"u8);
            foreach (var other in others.MoveNext() ? others.Current["candidates"u8].Items : default)
            {
                writer.WriteStartObject();
                ReadToken(writer, other);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNull("refusal"u8);
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes <c>logprobsResult</c>; nothing where the answer has none.</summary>
    /// <param name="writer">Inside the candidate.</param>
    /// <param name="logprobs">As Chat has them.</param>
    public static void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> logprobs)
    {
        if (logprobs.IsEmpty)
        {
            return;
        }

        var result = new ArrayBufferWriter<byte>();
        try
        {
            using var document = JsonDocument.Parse(logprobs, JsonView.Options);
            using var scratch = new Utf8JsonWriter(result, JsonOutput.Options);
            WriteTokens(scratch, new JsonView(document.RootElement, logprobs)["content"u8]);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // A name that is no text.
            return;
        }

        writer.WriteJson("logprobsResult"u8, result.WrittenSpan);
    }

    private static void WriteTokens(Utf8JsonWriter writer, JsonView tokens)
    {
        if (tokens.Count == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("topCandidates"u8);
        foreach (var token in tokens.Items)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("candidates"u8);
            foreach (var other in token["top_logprobs"u8].Items)
            {
                WriteToken(writer, other);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("chosenCandidates"u8);
        foreach (var token in tokens.Items)
        {
            WriteToken(writer, token);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void ReadToken(Utf8JsonWriter writer, JsonView token)
    {
        var text = new JsonString(token["token"u8].Quoted.ToArray());
        writer.WriteText("token"u8, text.IsGiven ? text : JsonString.Empty);
        writer.WriteNumber("logprob"u8, token["logProbability"u8].Number ?? 0);
        writer.WriteStartArray("bytes"u8);
        foreach (var unit in text.Decode().Span)
        {
            writer.WriteNumberValue(unit);
        }

        writer.WriteEndArray();
    }

    private static void WriteToken(Utf8JsonWriter writer, JsonView token)
    {
        writer.WriteStartObject();
        writer.WriteJson("token"u8, token["token"u8].Quoted);
        writer.WriteNumber("logProbability"u8, token["logprob"u8].Number ?? 0);
        writer.WriteEndObject();
    }
}
