using AiGateway.Dialects;

namespace AiGateway.Pipeline;

/// <summary>A refusal or failure that the caller may see. Section 6 of the contract, one member each; what differs from case to case is set by <c>with</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The contract's type.</param>
/// <param name="Code">The contract's code, which is also what logs and metrics carry.</param>
/// <param name="Message">One or two sentences that say what was wrong and where; never a key or an internal address.</param>
public sealed record GatewayError(int Status, string Type, string Code, string Message)
{
    private const string InvalidRequest = "invalid_request_error";
    private const string Authentication = "authentication_error";
    private const string Permission = "permission_error";
    private const string Connection = "api_connection_error";
    private const string Response = "api_response_error";

    /// <summary>The field at fault, or null.</summary>
    public string? Param { get; init; }

    /// <summary>When it is worth trying again; null where nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The caller's connection is of no further use: what is left of his request is not read.</summary>
    public bool ClosesConnection { get; init; }

    /// <summary>The limit that was reached, as the metric <c>aigateway_rate_limited_total</c> names it; null where it was none.</summary>
    public string? Limit { get; init; }

    /// <summary>The methods that the path has, for the Allow header of a 405.</summary>
    public string? Allow { get; init; }

    /// <summary>400: the request cannot be understood.</summary>
    public static readonly GatewayError BadRequest = new(400, InvalidRequest, "bad_request", "The request is not well-formed.");

    /// <summary>400: the provider says that the model's context does not hold the request.</summary>
    public static readonly GatewayError ContextTooShort = new(400, InvalidRequest, "context_length_exceeded", "The request is longer than the model's context.");

    /// <summary>401: no carrier of a key.</summary>
    public static readonly GatewayError KeyRequired = new(401, Authentication, "api_key_required",
        "An API key is required: send 'Authorization: Bearer <key>'.");

    /// <summary>401: an Authorization header that carries no bearer token.</summary>
    public static readonly GatewayError KeyFormat = new(401, Authentication, "invalid_api_key_format",
        "The Authorization header is not of the form 'Bearer <key>'.");

    /// <summary>401: a key that nobody has.</summary>
    public static readonly GatewayError KeyInvalid = new(401, Authentication, "invalid_api_key", "The API key is not valid.");

    /// <summary>401: a key that was valid once.</summary>
    public static readonly GatewayError KeyExpired = KeyInvalid with { Message = "The API key has expired." };

    /// <summary>403: what belongs to the provider's account is not for one key among several.</summary>
    public static readonly GatewayError SharedObjects = new(403, Permission, "account_objects_not_shared",
        "Files, uploads, batches, stored responses and conversations belong to the provider's account, so every gateway key would see them. "
        + "With more than one gateway key they are off unless the operator sets SHARED_ACCOUNT_OBJECTS=true.");

    /// <summary>403: the key may not ask for the model.</summary>
    public static readonly GatewayError ModelNotAllowed = new(403, Permission, "model_not_allowed", "This key may not use the model.") { Param = "model" };

    /// <summary>404: no model of that name is configured.</summary>
    public static readonly GatewayError ModelNotFound = new(404, InvalidRequest, "model_not_found", "There is no such model.") { Param = "model" };

    /// <summary>404: not a path of the gateway.</summary>
    public static readonly GatewayError NotFound = new(404, InvalidRequest, "not_found", "There is no such path.");

    /// <summary>404: no target of the model has an operation for it.</summary>
    public static readonly GatewayError Unsupported = new(404, InvalidRequest, "unsupported_operation",
        "The provider of this model has no such operation.");

    /// <summary>400: the target's dialect cannot carry a field, and the caller said that it must.</summary>
    public static readonly GatewayError NotCarried = new(400, InvalidRequest, "unsupported_fields", "The target cannot carry fields of the request.");

    /// <summary>404: no answer of that id is kept for the key.</summary>
    public static readonly GatewayError NoStoredAnswer = new(404, InvalidRequest, "not_found",
        "The gateway keeps no answer of that id for this key: there was none, or it was deleted or has expired.");

    /// <summary>400: the answer that a request refers to is not kept, or one that this follows.</summary>
    public static readonly GatewayError NoPreviousAnswer = new(400, InvalidRequest, "previous_response_not_found",
        "The gateway does not keep the answer that the request refers to, or not all that it follows: there was none of that id for this key, or it was deleted "
        + "or has expired. Send the whole conversation.");

    /// <summary>400: a request refers to an earlier answer, the provider keeps none, and neither does the gateway.</summary>
    public static readonly GatewayError StoresNoAnswers = new(400, InvalidRequest, "stored_responses_off",
        "The provider of this model keeps no answers that a request could refer to, and the gateway's own store of them is off. Send the whole conversation, or have "
        + "the operator set server.stored_responses in the gateway's configuration file.");

    /// <summary>405: the path has other methods.</summary>
    public static readonly GatewayError MethodNotAllowed = new(405, InvalidRequest, "method_not_allowed", "The path does not have this method.");

    /// <summary>408: the request stopped coming.</summary>
    public static readonly GatewayError RequestTimeout = new(408, InvalidRequest, "request_timeout",
        "The request's body stopped coming.")
    {
        ClosesConnection = true,
    };

    /// <summary>413: larger than the operator allows.</summary>
    public static readonly GatewayError TooLarge = new(413, InvalidRequest, "request_too_large",
        "The request's body is larger than this gateway allows.")
    {
        ClosesConnection = true,
    };

    /// <summary>415: a compressed body.</summary>
    public static readonly GatewayError Compressed = new(415, InvalidRequest, "unsupported_media_type",
        "The request's body is compressed (Content-Encoding); send it uncompressed.")
    {
        ClosesConnection = true,
    };

    /// <summary>429: the key, or the address, has had its requests for now.</summary>
    public static readonly GatewayError RateLimit = new(429, "rate_limit_error", "rate_limit_exceeded", "Too many requests; try again later.")
    {
        Limit = "requests",
    };

    /// <summary>429: too many wrong keys from one address.</summary>
    public static readonly GatewayError TooManyFailedKeys = RateLimit with
    {
        Message = "Too many failed authentications from this address; try again later.",
        RetryAfter = TimeSpan.FromSeconds(60),
        Limit = "failed_authentications",
    };

    /// <summary>431: more header than the gateway reads.</summary>
    public static readonly GatewayError HeadersTooLarge = new(431, InvalidRequest, "headers_too_large",
        "The request's headers are larger than 32 KiB or more than 100.")
    {
        ClosesConnection = true,
    };

    /// <summary>500: a bug of the gateway.</summary>
    public static readonly GatewayError Internal = new(500, "api_error", "internal_error",
        "The gateway failed; its log has the details under this request's id.");

    /// <summary>502: no connection to the provider.</summary>
    public static readonly GatewayError Unreachable = new(502, Connection, "connection_error", "The provider could not be reached.");

    /// <summary>502: the provider's answer broke, or was not an answer.</summary>
    public static readonly GatewayError Broke = new(502, Response, "response_error", "The provider's answer broke off or was not valid.");

    /// <summary>502: the provider refused the gateway's credential. Its own words stay here: they may quote the key.</summary>
    public static readonly GatewayError CredentialRefused = new(502, Connection, "upstream_auth_error",
        "The provider refused the gateway's credential; your key is not at fault.");

    /// <summary>503: the gateway is full.</summary>
    public static readonly GatewayError Overloaded = new(503, Response, "overloaded", "The gateway is full; try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>503: every target is down, benched or full.</summary>
    public static readonly GatewayError NoTarget = new(503, Response, "no_target_available", "No provider can answer for this model at the moment; try again shortly.");

    /// <summary>503: the gateway is shutting down and takes no new work.</summary>
    public static readonly GatewayError Draining = Overloaded with
    {
        Message = "The gateway is shutting down; another instance will answer.",
        ClosesConnection = true,
    };

    /// <summary>504: the provider did not answer in time.</summary>
    public static readonly GatewayError Timeout = new(504, Connection, "upstream_timeout", "The provider did not answer in time.");

    /// <summary>In-band: a stream that had begun did not end whole.</summary>
    public static readonly GatewayError StreamInterrupted = new(502, Response, "stream_interrupted",
        "The provider's stream broke off before the answer was whole.");

    /// <summary>In the log only: the caller left.</summary>
    public static readonly GatewayError CallerGone = new(499, Connection, "client_closed_request", "The caller left before the answer was complete.");

    /// <summary>This error as the dialects write it.</summary>
    public ErrorDetail Detail(string requestId) => new(Status, Type, Code, Message, Param, requestId);
}
