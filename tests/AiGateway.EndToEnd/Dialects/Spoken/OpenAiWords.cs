namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>Errors as both of OpenAI's dialects tell them.</summary>
internal static class OpenAiWords
{
    /// <summary>The type of an error that came from a provider of another dialect.</summary>
    public static string For(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "api_response_error",
        _ => "invalid_request_error",
    };

    /// <summary>An error as OpenAI itself says it.</summary>
    public static string Error(int status, string message) => status switch
    {
        400 => $$$"""{"error":{"message":"{{{message}}}","type":"invalid_request_error","param":"temperature","code":"invalid_value"}}""",
        429 => $$$"""{"error":{"message":"{{{message}}}","type":"requests","param":null,"code":"rate_limit_exceeded"}}""",
        _ => $$$"""{"error":{"message":"{{{message}}}","type":"server_error","param":null,"code":"{{{status}}}"}}""",
    };
}
