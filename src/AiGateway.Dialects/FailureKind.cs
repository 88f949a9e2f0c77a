namespace AiGateway.Dialects;

/// <summary>Why a call to a provider failed: the whole taxonomy. Every provider's signals map into it in one place.</summary>
public enum FailureKind
{
    /// <summary>The request is at fault, and would be anywhere (4xx).</summary>
    CallerFault,

    /// <summary>The prompt does not fit the model's context.</summary>
    TooLong,

    /// <summary>A content filter refused the request.</summary>
    Filtered,

    /// <summary>The provider limits the gateway's key (429).</summary>
    Throttled,

    /// <summary>The provider refused the gateway's credential, or its account is not paid (401, 402).</summary>
    CredentialRefused,

    /// <summary>The provider does not let the gateway's credential use this model (403).</summary>
    AccessDenied,

    /// <summary>The target failed: 408, 409, 5xx, or an answer that broke or made no sense.</summary>
    TargetBroke,

    /// <summary>The target did not answer in time.</summary>
    TargetSlow,

    /// <summary>No connection to the target.</summary>
    Unreachable,

    /// <summary>The target has nothing of the kind, or cannot be told all that a strict caller insists on: it was not asked.</summary>
    Unsupported,

    /// <summary>The caller left: nobody's fault.</summary>
    CallerGone,
}
