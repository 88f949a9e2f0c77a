namespace AiGateway.Dialects.Providers;

/// <summary>By what errors are known, whoever the provider is. A preset's own signals are asked first, these next, and the HTTP status last.</summary>
public static class CommonSignals
{
    private static readonly int[] s_ofRequests = [200, 400, 413, 422];
    private static readonly int[] s_ofAccounts = [200, 400, 403, 429];

    /// <summary>The table; the first that fits decides.</summary>
    public static IReadOnlyList<ErrorSignal> All { get; } =
    [
        new(FailureKind.TooLong) { Codes = ["context_length_exceeded", "context_window_exceeded", "string_above_max_length", "exceed_context_size_error"] },
        new(FailureKind.Filtered) { Codes = ["content_filter", "content_policy_violation", "data_inspection_failed", "DataInspectionFailed"] },
        new(FailureKind.CredentialRefused) { Codes = ["Arrearage", "invalid_api_key", "billing_hard_limit_reached"] },
        .. InWords(FailureKind.TooLong,
            "maximum context length", "context length exceeded", "exceeds the context length", "longer than the model's context length", "greater than the context length",
            "exceeds the available context size", "exceeds the context window", "exceed context limit", "maximum prompt length", "prompt is too long", "reduce the length of the messages"),
        .. InWords(FailureKind.CredentialRefused, "insufficient balance", "balance is insufficient", "not enough balance"),

        // In an error that came under a 200 there is no status to go by.
        new(FailureKind.Throttled) { Status = 200, Codes = ["rate_limit_exceeded", "rate_limit_error", "requests", "tokens", "too_many_requests*"] },
        new(FailureKind.CallerFault) { Status = 200, Codes = ["invalid_request_error", "invalid_parameter_error", "InvalidParameter*"] },
        new(FailureKind.CredentialRefused) { Status = 200, Codes = ["authentication_error", "InvalidApiKey"] },
        new(FailureKind.AccessDenied) { Status = 200, Codes = ["permission_error", "AccessDenied*"] },
    ];

    // Words are the weakest of signs: they are believed only of the statuses that such a refusal comes under.
    private static IEnumerable<ErrorSignal> InWords(FailureKind kind, params string[] phrases) =>
        from phrase in phrases
        from status in kind == FailureKind.TooLong ? s_ofRequests : s_ofAccounts
        select new ErrorSignal(kind) { Status = status, Message = phrase };
}
