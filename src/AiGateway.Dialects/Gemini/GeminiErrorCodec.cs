using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Gemini;

/// <summary>Errors as Google tells them: a number, and a status that is a word.</summary>
internal sealed class GeminiErrorCodec : ErrorCodec
{
    /// <summary>The one instance.</summary>
    public static readonly GeminiErrorCodec Instance = new();

    private GeminiErrorCodec()
    {
    }

    /// <inheritdoc/>
    public override ErrorDetail Read(int status, ErrorFacts facts, string requestId)
    {
        var message = facts.Message ?? "The provider reported an error.";
        var judged = status is >= 400 and < 600 ? status : StatusOf(facts.Type) ?? ErrorWords.StatusOf(facts.Type, facts.Code);

        // Google says 400 of a bad key.
        var isKey = judged == 400 && message.StartsWith("API key not valid", StringComparison.OrdinalIgnoreCase);
        judged = isKey ? 401 : judged;
        var isTooLong = judged == 400 && message.Contains("exceeds the maximum number of tokens", StringComparison.OrdinalIgnoreCase);
        return new ErrorDetail(
            judged, ErrorWords.TypeOf(judged), isTooLong ? ErrorWords.TooLong : ErrorWords.CodeOf(judged), message, null, requestId);
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, in ErrorDetail error)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, error.Status);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("status"u8, WordOf(error.Status));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteEvent(IBufferWriter<byte> output, in ErrorDetail error)
    {
        output.Write("data: "u8);
        Write(output, error);
        output.Write("\r\n\r\n"u8);
    }

    private static string WordOf(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        402 or 403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        503 or 529 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        >= 500 => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };

    private static int? StatusOf(string? word) => word switch
    {
        "INVALID_ARGUMENT" or "FAILED_PRECONDITION" => 400,
        "UNAUTHENTICATED" => 401,
        "PERMISSION_DENIED" => 403,
        "NOT_FOUND" => 404,
        "ABORTED" or "ALREADY_EXISTS" => 409,
        "RESOURCE_EXHAUSTED" => 429,
        "CANCELLED" => 499,
        "INTERNAL" => 500,
        "UNAVAILABLE" => 503,
        "DEADLINE_EXCEEDED" => 504,
        _ => null,
    };
}
