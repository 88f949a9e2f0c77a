using Microsoft.AspNetCore.Connections;

namespace AiGateway.Hosting;

/// <summary>Counts connections. Those beyond the limit are still accepted, up to a reserve, so that a probe gets through; all else on them is refused.</summary>
/// <param name="limit">Connections that are served.</param>
internal sealed class ConnectionLimit(int limit)
{
    /// <summary>Connections that are accepted beyond the limit.</summary>
    public const int Reserve = 64;

    // Listeners, the log, certificates, the runtime's own.
    private const int OwnDescriptors = 200;

    private int _count;

    /// <summary>Connections that are served; also requests at once, since one connection of HTTP/2 carries many.</summary>
    public int Limit => limit;

    /// <summary>There are connections beyond the limit.</summary>
    public bool IsExceeded => Volatile.Read(ref _count) > limit;

    /// <summary>The limit that follows from what the process may open: two descriptors a stream.</summary>
    public static int FromDescriptors()
    {
        var most = DescriptorLimit.Read();
        return Math.Max(64, (int)Math.Min((most - OwnDescriptors - Reserve) / 2, 1_000_000));
    }

    /// <summary>Counts a connection while it lasts.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        var count = Interlocked.Increment(ref _count);
        try
        {
            if (count > limit + Reserve)
            {
                connection.Abort();
                return;
            }

            if (count > limit)
            {
                connection.Features.Set(new BeyondLimit());
            }

            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    };
}

/// <summary>Marks a connection that is one more than is served.</summary>
internal sealed class BeyondLimit;
