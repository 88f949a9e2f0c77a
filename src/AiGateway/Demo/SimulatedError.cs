namespace AiGateway.Demo;

/// <summary>An error in OpenAI's shape: <c>{"error":{"message","type","param","code"}}</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">OpenAI's error type.</param>
/// <param name="Code">OpenAI's error code, or null.</param>
/// <param name="Message">For the caller.</param>
/// <param name="Param">The field at fault, or null.</param>
internal sealed record SimulatedError(int Status, string Type, string? Code, string Message, string? Param = null)
{
    public const string InvalidRequest = "invalid_request_error";

    public static readonly SimulatedError NotJson = Invalid("We could not parse the JSON body of your request: it must be one valid JSON object in UTF-8.");

    public static readonly SimulatedError TooLarge =
        Invalid("The body of your request is larger than this simulated provider reads.") with { Status = StatusCodes.Status413PayloadTooLarge };

    public static readonly SimulatedError Server =
        new(StatusCodes.Status500InternalServerError, "server_error", null, "The server had an error while processing your request. Sorry about that!");

    /// <summary>How long the caller is told to wait; null says nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static SimulatedError Invalid(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status400BadRequest, InvalidRequest, code, message, param);

    /// <summary>A value that is not one of those that there are.</summary>
    public static SimulatedError InvalidValue(string? value, string supported, string param) =>
        Invalid($"Invalid value: '{value}'. Supported values are: {supported}.", param, "invalid_value");

    public static SimulatedError NotFound(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status404NotFound, InvalidRequest, code, message, param);

    public static SimulatedError Missing(string param) =>
        Invalid($"Missing required parameter: '{param}'.", param, "missing_required_parameter");

    public byte[] ToJson() => Json.Object(this, static (json, error) =>
    {
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
    });
}
