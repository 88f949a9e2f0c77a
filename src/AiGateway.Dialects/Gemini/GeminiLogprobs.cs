using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Probabilities of tokens: <c>logprobsResult</c>, with one list of the chosen tokens and one of the likeliest, where Chat, whose form is the hub's, has one of both.</summary>
internal static class GeminiLogprobs
{
    /// <summary>Puts a <c>logprobsResult</c> into the hub's form; empty where there is none.</summary>
    public static ReadOnlyMemory<byte> Read(JsonView result)
    {
        if (!result["chosenCandidates"u8].IsArray)
        {
            return default;
        }

        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("content"u8);
            var likeliest = result["topCandidates"u8].Items;
            foreach (var chosen in result["chosenCandidates"u8].Items)
            {
                writer.WriteStartObject();
                WriteToken(writer, chosen, "logprob"u8, "logProbability"u8);
                writer.WriteNull("bytes"u8);
                writer.WriteStartArray("top_logprobs"u8);
                foreach (var other in likeliest.MoveNext() ? likeliest.Current["candidates"u8].Items : default)
                {
                    writer.WriteStartObject();
                    WriteToken(writer, other, "logprob"u8, "logProbability"u8);
                    writer.WriteNull("bytes"u8);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNull("refusal"u8);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>Writes <c>logprobsResult</c>; nothing where there are none.</summary>
    /// <param name="writer">Takes the member.</param>
    /// <param name="json">The hub's object; empty for none.</param>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var content = new JsonView(document.RootElement, default)["content"u8];
        writer.WriteStartObject("logprobsResult"u8);
        writer.WriteStartArray("topCandidates"u8);
        foreach (var token in content.Items)
        {
            writer.WriteStartObject();
            WriteAll(writer, "candidates"u8, token["top_logprobs"u8]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteAll(writer, "chosenCandidates"u8, content);
        writer.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonView tokens)
    {
        writer.WriteStartArray(name);
        foreach (var token in tokens.Items)
        {
            writer.WriteStartObject();
            WriteToken(writer, token, "logProbability"u8, "logprob"u8);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteToken(Utf8JsonWriter writer, JsonView token, ReadOnlySpan<byte> name, ReadOnlySpan<byte> from)
    {
        writer.WriteJson("token"u8, token["token"u8].Quoted.IsEmpty ? "\"\""u8 : token["token"u8].Quoted);
        writer.WriteJson(name, token[from].Number is null ? "0"u8 : token[from].Span);
    }
}
