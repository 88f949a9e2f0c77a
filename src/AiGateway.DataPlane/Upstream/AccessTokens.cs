using System.Net.Http.Headers;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers.Credentials;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// The token that requests to a provider carry in place of a key. It is asked for once, however many requests wait for it; renewed ahead of its end, beside
/// the requests, which go on with the old one; and not asked for again at once where that failed. Thread-safe, without a lock where a token is at hand.
/// </summary>
/// <param name="account">Who asks.</param>
/// <param name="scope">What for.</param>
/// <param name="connections">The way to the token endpoint.</param>
/// <param name="time">The clock.</param>
internal sealed class AccessTokens(CloudAccount account, string scope, UpstreamConnections connections, TimeProvider time)
{
    private static readonly TimeSpan s_exchangeTimeout = TimeSpan.FromSeconds(10);

    // A token is renewed this long ahead of its end, or at half its life where that is later; it is not used within the last moments, in which it could end on the way.
    private static readonly TimeSpan s_renewAhead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_tooShort = TimeSpan.FromSeconds(10);

    // Between two exchanges of which the first brought nothing, and between two tokens of which the first was refused.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_refusedPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile Held? _held;
    private volatile Failed? _failed;
    private volatile Task<TokenResult>? _exchange;

    /// <summary>The project that requests must name as the one that pays; null where they name none.</summary>
    public string? PayingProject => account.PayingProject;

    /// <summary>The token, at once where one is at hand.</summary>
    /// <param name="cancellation">Ends the waiting, and nothing else: the exchange goes on for those who come later.</param>
    public ValueTask<TokenResult> GetAsync(CancellationToken cancellation)
    {
        var held = _held;
        if (held is null || time.GetElapsedTime(held.Since) >= held.UsedFor)
        {
            return new ValueTask<TokenResult>(Begin(held).WaitAsync(cancellation));
        }

        if (time.GetElapsedTime(held.Since) >= held.RenewedAfter && _exchange is not { IsCompleted: false })
        {
            _ = Begin(held);
        }

        return new ValueTask<TokenResult>(new TokenResult(held.Header, null));
    }

    /// <summary>The provider refused the token, so that the next request takes a new one; not where this one is new itself, for then another would fare no better.</summary>
    /// <param name="header">What <see cref="GetAsync"/> gave.</param>
    public void Refuse(string header)
    {
        if (_held is { } held && held.Header == header && time.GetElapsedTime(held.Since) >= s_refusedPause)
        {
            Interlocked.CompareExchange(ref _held, null, held);
        }
    }

    private Task<TokenResult> Begin(Held? seen)
    {
        lock (_gate)
        {
            // An exchange may have ended between the caller's look at the token and now.
            if (_held is { } newer && !ReferenceEquals(newer, seen))
            {
                return Task.FromResult(new TokenResult(newer.Header, null));
            }

            if (_exchange is { IsCompleted: false } running)
            {
                return running;
            }

            if (_failed is { } failed && time.GetElapsedTime(failed.Since) < s_pause)
            {
                return Task.FromResult(new TokenResult(null, failed.Why));
            }

            // Signing takes a millisecond or two, which the request at hand need not wait for.
            return _exchange = Task.Run(ExchangeAsync);
        }
    }

    private async Task<TokenResult> ExchangeAsync()
    {
        var result = await AskAsync();
        if (result.Failure is { } failure)
        {
            _failed = new Failed(failure, time.GetTimestamp());
        }

        return result;
    }

    private async Task<TokenResult> AskAsync()
    {
        var since = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(s_exchangeTimeout, time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, account.TokenUrl) { Content = new ByteArrayContent(account.NewRequest(scope, time.GetUtcNow())) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
            using var answer = await connections.SendAsync(request, onFreshConnection: true, deadline.Token);
            var body = await ReadAsync(answer, deadline.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return new TokenResult(null, Failure.Of(KindOf((int)answer.StatusCode)));
            }

            if (!AccessToken.TryRead(body, out var token))
            {
                return new TokenResult(null, Failure.Of(FailureKind.TargetBroke));
            }

            var held = new Held("Bearer " + token.Value, since, UsedFor(token.Lifetime), RenewedAfter(token.Lifetime));
            _held = held;
            return new TokenResult(held.Header, null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return new TokenResult(null, Failure.Of(exception is OperationCanceledException ? FailureKind.TargetSlow : FailureKind.Unreachable));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[AccessToken.LongestAnswer];
        return bytes.AsMemory(0, await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation));
    }

    // It says 400 (invalid_grant) of an account that is gone and of a key that was withdrawn.
    private static FailureKind KindOf(int status) => status switch
    {
        429 => FailureKind.Throttled,
        >= 400 and < 500 and not 408 => FailureKind.CredentialRefused,
        _ => FailureKind.TargetBroke,
    };

    private static TimeSpan UsedFor(TimeSpan lifetime) => lifetime > s_tooShort * 2 ? lifetime - s_tooShort : lifetime / 2;

    private static TimeSpan RenewedAfter(TimeSpan lifetime) => lifetime - s_renewAhead > lifetime / 2 ? lifetime - s_renewAhead : lifetime / 2;

    private sealed record Held(string Header, long Since, TimeSpan UsedFor, TimeSpan RenewedAfter);

    private sealed record Failed(Failure Why, long Since);
}

/// <summary>A token, or why there is none.</summary>
/// <param name="Header">What goes into <c>Authorization</c>; null where there is none. Secret.</param>
/// <param name="Failure">Why there is none; null where there is one.</param>
internal readonly record struct TokenResult(string? Header, Failure? Failure)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => Failure is null ? "a token" : $"no token: {Failure.Kind}";
}
