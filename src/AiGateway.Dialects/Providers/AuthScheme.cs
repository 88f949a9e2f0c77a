namespace AiGateway.Dialects.Providers;

/// <summary>How a provider is given its key.</summary>
public enum AuthScheme
{
    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    Bearer,

    /// <summary><c>api-key: KEY</c> (Azure).</summary>
    ApiKey,

    /// <summary><c>x-api-key: KEY</c> (Anthropic).</summary>
    XApiKey,

    /// <summary><c>x-goog-api-key: KEY</c> (Gemini).</summary>
    XGoogApiKey,
}
