using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Tokens;

namespace AiGateway.Dialects.Gemini;

/// <summary>
/// Gemini's <c>:countTokens</c>: contents alone, or a whole request as <c>generateContentRequest</c>, which has to name its model again. On Vertex,
/// instructions and tools stand beside the contents.
/// </summary>
internal sealed class GeminiTokenCount : TokenCountCodec
{
    /// <summary>The one instance.</summary>
    public static readonly GeminiTokenCount Instance = new();

    private static readonly string[] s_counted = ["contents", "systemInstruction", "tools", "toolConfig", "cachedContent"];

    private static readonly string[] s_countedAlone = ["contents", "systemInstruction", "tools"];

    private GeminiTokenCount()
    {
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> RequestIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, JsonView.Options);
            var whole = GeminiRequestReader.Either(new JsonView(document.RootElement, body), "generateContentRequest"u8, "generate_content_request"u8);
            return whole.IsObject ? whole.Raw : body;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return body;
        }
    }

    /// <inheritdoc/>
    public override void WriteQuestion(IBufferWriter<byte> output, ReadOnlyMemory<byte> request, string model, Surface surface)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        if (surface.CountsAlone)
        {
            WriteCounted(writer, request, s_countedAlone);
        }
        else
        {
            writer.WriteStartObject("generateContentRequest"u8);
            writer.WriteString("model"u8, $"models/{model}");
            WriteCounted(writer, request, s_counted);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteAnswer(IBufferWriter<byte> output, long tokens)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteNumber("totalTokens"u8, tokens);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override long? Read(JsonView answer) => answer["totalTokens"u8].Integer;
}
