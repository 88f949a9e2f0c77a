using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Probabilities of tokens: an array here, and one in an object with two in Chat, whose form is the hub's.</summary>
internal static class ResponsesLogprobs
{
    /// <summary>The object of an array.</summary>
    public static byte[] Read(JsonView array) => [.. "{\"content\":"u8, .. array.Span, .. ",\"refusal\":null}"u8];

    /// <summary>The array of an object, as it stands in it; an empty one where there is none.</summary>
    public static byte[] ArrayOf(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return [.. "[]"u8];
        }

        try
        {
            using var document = JsonDocument.Parse(json, JsonView.Options);
            var content = new JsonView(document.RootElement, json)["content"u8];
            return content.IsArray ? JsonOutput.OnOneLine(content.Span) : [.. "[]"u8];
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // A name that is no text.
            return [.. "[]"u8];
        }
    }
}
