namespace AiGateway.Dialects.Conversation;

/// <summary>The contract's words for errors, by HTTP status and back.</summary>
internal static class ErrorWords
{
    /// <summary>The code of an error that says that the model's context does not hold the request.</summary>
    public const string TooLong = "context_length_exceeded";

    /// <summary>The type of an error with this status.</summary>
    public static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "api_response_error",
        _ => "invalid_request_error",
    };

    /// <summary>The code of an error with this status.</summary>
    public static string CodeOf(int status) => status switch
    {
        401 => "invalid_api_key",
        404 => "model_not_found",
        429 => "rate_limit_exceeded",
        503 => "overloaded",
        504 => "upstream_timeout",
        >= 500 => "response_error",
        _ => "bad_request",
    };

    /// <summary>The status of an error that came without one; 502 where its words say nothing.</summary>
    /// <param name="type">Its type, or null.</param>
    /// <param name="code">Its code, or null; some write the status there.</param>
    public static int StatusOf(string? type, string? code)
    {
        if (int.TryParse(code, System.Globalization.NumberStyles.None, null, out var status) && status is >= 400 and < 600)
        {
            return status;
        }

        return (type, code) switch
        {
            ("rate_limit_error" or "insufficient_quota", _) or (_, "rate_limit_exceeded" or "insufficient_quota") => 429,
            ("authentication_error", _) or (_, "invalid_api_key") => 401,
            ("permission_error", _) => 403,
            ("invalid_request_error" or "invalid_parameter_error", _) or (_, "context_length_exceeded" or "content_filter" or "InvalidParameter") => 400,
            _ => 502,
        };
    }
}
