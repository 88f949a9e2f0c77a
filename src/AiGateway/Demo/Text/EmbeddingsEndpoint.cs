using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Text;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal static class EmbeddingsEndpoint
{
    private const int MostInputs = 2048;
    private const int DefaultDimensions = 1536;
    private const int MostDimensions = 4096;
    private const int MostNumbers = 4_000_000;

    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var fields = new Fields(call.Body);
        var input = fields.Body.Member("input");
        if (!fields.Body.Has("input"))
        {
            fields.Fail(SimulatedError.Missing("input"));
        }

        var texts = TextInput.Read(input);
        if (texts is null or { Count: 0 or > MostInputs } || texts.Contains(""))
        {
            fields.Fail(SimulatedError.Invalid($"Invalid 'input': expected a text that is not empty, tokens, or 1 to {MostInputs} of either.", "input"));
        }

        var isBase64 = fields.OneOf("encoding_format", "float", "float", "base64") == "base64";
        var dimensions = fields.Integer("dimensions", 1, MostDimensions) ?? DefaultDimensions;
        if (texts?.Count > MostNumbers / dimensions)
        {
            fields.Fail(SimulatedError.Invalid($"Too much in one request: inputs times dimensions is at most {MostNumbers}.", "input"));
        }

        return fields.Problem ?? await call.SendJsonAsync(Json.Object((call, texts: texts!, isBase64, dimensions), static (json, of) =>
        {
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            var tokens = 0;
            for (var index = 0; index < of.texts.Count; index++)
            {
                Write(json, index, TextVector.Of(of.texts[index], of.dimensions), of.isBase64);
                tokens += Pieces.Estimate(Encoding.UTF8.GetByteCount(of.texts[index]));
            }

            json.WriteEndArray();
            json.WriteString("model", of.call.ModelName);
            if (!of.call.Model.HidesUsage)
            {
                json.WriteStartObject("usage");
                json.WriteNumber("prompt_tokens", tokens);
                json.WriteNumber("total_tokens", tokens);
                json.WriteEndObject();
            }
        }));
    }

    private static void Write(Utf8JsonWriter json, int index, float[] vector, bool isBase64)
    {
        json.WriteStartObject();
        json.WriteString("object", "embedding");
        json.WriteNumber("index", index);
        if (isBase64)
        {
            json.WriteBase64String("embedding", LittleEndian(vector));
        }
        else
        {
            json.WriteStartArray("embedding");
            foreach (var value in vector)
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static byte[] LittleEndian(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var index = 0; index < vector.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), vector[index]);
        }

        return bytes;
    }
}
