namespace AiGateway.Configuration;

/// <summary>How log lines are written.</summary>
public enum LogFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>Plain text, for people.</summary>
    Text,
}
