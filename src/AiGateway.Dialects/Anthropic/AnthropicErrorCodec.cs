using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Errors as Anthropic tells them: a type is all that they have for a code.</summary>
internal sealed class AnthropicErrorCodec : ErrorCodec
{
    /// <summary>The one instance.</summary>
    public static readonly AnthropicErrorCodec Instance = new();

    // Outside the registered statuses: whoever does not know the dialect does not know it.
    private const int Overloaded = 529;

    private const string PromptTooLong = "prompt is too long";

    private AnthropicErrorCodec()
    {
    }

    /// <inheritdoc/>
    public override ErrorDetail Read(int status, ErrorFacts facts, string requestId)
    {
        var message = facts.Message ?? "The provider reported an error.";
        var judged = status is >= 400 and < 600 and not Overloaded ? status : StatusOf(facts.Type) ?? (status == Overloaded ? 503 : 502);
        var code = CodeOf(judged, facts.Type, message);
        return new ErrorDetail(code == "insufficient_quota" ? 429 : judged, ErrorWords.TypeOf(judged), code, message, null, requestId);
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, in ErrorDetail error)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "error"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, TypeOf(error.Status));
        writer.WriteString("message"u8, MessageOf(error));
        writer.WriteEndObject();
        writer.WriteString("request_id"u8, error.RequestId);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteEvent(IBufferWriter<byte> output, in ErrorDetail error)
    {
        output.Write("event: error\ndata: "u8);
        Write(output, error);
        output.Write("\n\n"u8);
    }

    // By these words clients know that they must make their talk shorter, or ask for less: there is no type for it.
    private static string MessageOf(in ErrorDetail error)
    {
        var isKnown = error.Code != ErrorWords.TooLong
            || error.Message.Contains(PromptTooLong, StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("exceed context limit", StringComparison.OrdinalIgnoreCase);
        return isKnown ? error.Message : $"{PromptTooLong}: {error.Message}";
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        409 => "conflict_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 or Overloaded => "overloaded_error",
        504 => "timeout_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    private static int? StatusOf(string? type) => type switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "conflict_error" => 409,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "api_error" => 500,
        "overloaded_error" => 503,
        "timeout_error" => 504,
        _ => null,
    };

    private static string CodeOf(int status, string? type, string message)
    {
        if (status == 400 && message.StartsWith(PromptTooLong, StringComparison.OrdinalIgnoreCase))
        {
            return ErrorWords.TooLong;
        }

        var isUnpaid = type == "billing_error" || (status == 400 && message.Contains("credit balance is too low", StringComparison.OrdinalIgnoreCase));
        return isUnpaid ? "insufficient_quota" : ErrorWords.CodeOf(status);
    }
}
