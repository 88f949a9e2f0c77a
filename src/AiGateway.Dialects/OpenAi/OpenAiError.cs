using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>Writes errors as OpenAI does: an <c>error</c> object that always has its four members.</summary>
internal static class OpenAiError
{
    // For programs and terminals, not for HTML: quotes and non-ASCII stay readable.
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the body of an error answer.</summary>
    public static void Write(IBufferWriter<byte> output, in ErrorDetail error)
    {
        using var writer = new Utf8JsonWriter(output, s_readable);
        writer.WriteStartObject();
        WriteErrorMember(writer, error);
        writer.WriteEndObject();
    }

    /// <summary>Writes an event that official SDKs raise on, whatever operation the stream belongs to.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, in ErrorDetail error)
    {
        output.Write("data: "u8);
        Write(output, error);
        output.Write("\n\n"u8);
    }

    /// <summary>
    /// Writes the <c>error</c> event of a Responses stream: flat as the specification has it, and nested besides, since that is what SDKs raise on.
    /// </summary>
    /// <param name="output">Takes the event.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="sequence">The <c>sequence_number</c>; null for none, where the sequence is the provider's.</param>
    public static void WriteResponsesEvent(IBufferWriter<byte> output, in ErrorDetail error, long? sequence = null)
    {
        output.Write("event: error\ndata: "u8);
        using (var writer = new Utf8JsonWriter(output, s_readable))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "error"u8);
            writer.WriteGiven("sequence_number"u8, sequence);
            writer.WriteString("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
            writer.WriteString("param"u8, error.Param);
            WriteErrorMember(writer, error);
            writer.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    private static void WriteErrorMember(Utf8JsonWriter writer, in ErrorDetail error)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type);
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code);
        writer.WriteEndObject();
    }
}
