namespace AiGateway.Routing;

/// <summary>The clock that health is kept by: it only ever goes forward.</summary>
internal static class Monotonic
{
    /// <summary>Milliseconds since some moment in the past, the same for all of a process.</summary>
    public static long Milliseconds(TimeProvider time) => time.GetTimestamp() / (time.TimestampFrequency / 1000);
}
