using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>A request as the upstream got it.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Body">Its body, without framing.</param>
/// <param name="Connection">The number of the connection that it came on, from 1.</param>
public sealed record UpstreamRequest(HttpHead Head, byte[] Body, int Connection)
{
    /// <summary>When it was complete, in the system clock's timestamps.</summary>
    public long ReceivedAt { get; } = TimeProvider.System.GetTimestamp();

    public string Text => Encoding.UTF8.GetString(Body);
}
