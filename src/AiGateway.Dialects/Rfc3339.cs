using System.Globalization;

namespace AiGateway.Dialects;

/// <summary>Times as RFC 3339 has them.</summary>
public static class Rfc3339
{
    /// <summary>A time to the second, in UTC: <c>2026-01-31T09:30:00Z</c>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
