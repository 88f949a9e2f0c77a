namespace AiGateway.Limits;

/// <summary>Where a caller stands with his requests a minute, for the <c>x-ratelimit-*</c> headers.</summary>
/// <param name="Limit">Requests that are allowed in any minute.</param>
/// <param name="Remaining">Requests that are left now.</param>
/// <param name="Reset">Until all of them are there again.</param>
/// <param name="RetryAfter">Until at least one is there again; zero while there is.</param>
public readonly record struct Quota(int Limit, int Remaining, TimeSpan Reset, TimeSpan RetryAfter);
