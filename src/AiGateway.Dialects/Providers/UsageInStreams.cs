namespace AiGateway.Dialects.Providers;

/// <summary>When a provider tells in a stream what it used.</summary>
public enum UsageInStreams
{
    /// <summary>Where the request asks for it: <c>stream_options.include_usage</c>.</summary>
    WhenAsked,

    /// <summary>Always; it is not asked, for it may refuse the question.</summary>
    Always,
}
