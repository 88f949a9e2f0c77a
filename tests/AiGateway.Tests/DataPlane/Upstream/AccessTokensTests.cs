using System.Net;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers.Credentials;
using AiGateway.Tests.Dialects.Providers.Credentials;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class AccessTokensTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TokenEndpoint _endpoint = new();

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task However_many_wait_one_token_is_asked_for()
    {
        var tokens = NewTokens();
        _endpoint.Holds = true;
        var waiting = Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(CancellationToken.None).AsTask()).ToList();
        _endpoint.Release();

        var results = await Task.WhenAll(waiting);

        Assert.All(results, result => Assert.Equal("Bearer token-1", result.Header));
        Assert.Equal(1, _endpoint.Asked);
        Assert.Equal("Bearer token-1", (await tokens.GetAsync(CancellationToken.None)).Header);
        Assert.Equal(1, _endpoint.Asked);
    }

    [Fact]
    public async Task A_token_is_renewed_ahead_of_its_end_while_the_old_one_is_used()
    {
        var tokens = NewTokens();
        await tokens.GetAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("Bearer token-1", await GetAtOnceAsync(tokens));
        Assert.Equal(1, _endpoint.Asked);

        _endpoint.Holds = true;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Bearer token-1", await GetAtOnceAsync(tokens));
        await _endpoint.WhenAskedAsync(2);
        Assert.Equal("Bearer token-1", (await tokens.GetAsync(CancellationToken.None)).Header);
        Assert.Equal(2, _endpoint.Asked);
        _endpoint.Release();
        while (await GetAtOnceAsync(tokens) == "Bearer token-1")
        {
            await Task.Yield();
        }

        Assert.Equal("Bearer token-2", await GetAtOnceAsync(tokens));
        Assert.Equal(2, _endpoint.Asked);
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_old_token_in_use()
    {
        var tokens = NewTokens();
        await tokens.GetAsync(CancellationToken.None);
        _endpoint.Status = HttpStatusCode.ServiceUnavailable;
        _time.Advance(TimeSpan.FromMinutes(56));

        Assert.Equal("Bearer token-1", (await tokens.GetAsync(CancellationToken.None)).Header);
        await _endpoint.WhenAskedAsync(2);
        Assert.Equal("Bearer token-1", (await tokens.GetAsync(CancellationToken.None)).Header);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, FailureKind.CredentialRefused)]
    [InlineData(HttpStatusCode.Unauthorized, FailureKind.CredentialRefused)]
    [InlineData(HttpStatusCode.TooManyRequests, FailureKind.Throttled)]
    [InlineData(HttpStatusCode.InternalServerError, FailureKind.TargetBroke)]
    [InlineData(HttpStatusCode.Found, FailureKind.TargetBroke)]
    public async Task A_refusal_is_told_and_not_asked_for_again_at_once(HttpStatusCode status, FailureKind kind)
    {
        var tokens = NewTokens();
        _endpoint.Status = status;

        Assert.Equal(kind, (await tokens.GetAsync(CancellationToken.None)).Failure!.Kind);
        Assert.Equal(kind, (await tokens.GetAsync(CancellationToken.None)).Failure!.Kind);
        Assert.Equal(1, _endpoint.Asked);

        _endpoint.Status = HttpStatusCode.OK;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bearer token-2", (await tokens.GetAsync(CancellationToken.None)).Header);
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_reached_or_gives_out_nothing_is_told()
    {
        var tokens = NewTokens();
        _endpoint.Breaks = true;
        Assert.Equal(FailureKind.Unreachable, (await tokens.GetAsync(CancellationToken.None)).Failure!.Kind);

        _endpoint.Breaks = false;
        _endpoint.Body = "<html>";
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(FailureKind.TargetBroke, (await tokens.GetAsync(CancellationToken.None)).Failure!.Kind);
    }

    [Fact]
    public async Task An_endpoint_that_is_silent_is_waited_for_ten_seconds()
    {
        var tokens = NewTokens();
        _endpoint.Holds = true;
        var waiting = tokens.GetAsync(CancellationToken.None).AsTask();
        await _endpoint.WhenAskedAsync(1);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(FailureKind.TargetSlow, (await waiting).Failure!.Kind);
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_others()
    {
        var tokens = NewTokens();
        _endpoint.Holds = true;
        using var gone = new CancellationTokenSource();
        var leaves = tokens.GetAsync(gone.Token).AsTask();
        var stays = tokens.GetAsync(CancellationToken.None).AsTask();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        _endpoint.Release();

        Assert.Equal("Bearer token-1", (await stays).Header);
        Assert.Equal(1, _endpoint.Asked);
    }

    [Fact]
    public async Task A_token_that_the_provider_refused_is_replaced_unless_it_was_new()
    {
        var tokens = NewTokens();
        var first = (await tokens.GetAsync(CancellationToken.None)).Header!;
        tokens.Refuse(first);
        Assert.Equal(first, (await tokens.GetAsync(CancellationToken.None)).Header);

        _time.Advance(TimeSpan.FromMinutes(1));
        tokens.Refuse("Bearer another");
        Assert.Equal(first, (await tokens.GetAsync(CancellationToken.None)).Header);
        tokens.Refuse(first);
        Assert.Equal("Bearer token-2", (await tokens.GetAsync(CancellationToken.None)).Header);
    }

    private static async Task<string?> GetAtOnceAsync(AccessTokens tokens)
    {
        var result = tokens.GetAsync(CancellationToken.None).AsTask();
        return result.IsCompletedSuccessfully ? (await result).Header : null;
    }

    private AccessTokens NewTokens()
    {
        Assert.True(CloudAccount.TryRead(AccountFile.Text(), out var account, out _));
        return new AccessTokens(account, "scope", new UpstreamConnections(_endpoint, _endpoint), _time);
    }

    private sealed class TokenEndpoint : HttpMessageHandler
    {
        private readonly SemaphoreSlim _asked = new(0);
        private TaskCompletionSource _open = new();
        private int _count;
        private int _seen;

        public int Asked => Volatile.Read(ref _count);

        public bool Holds { get; set; }

        public bool Breaks { get; set; }

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string? Body { get; set; }

        public void Release()
        {
            Holds = false;
            _open.SetResult();
            _open = new();
        }

        public async Task WhenAskedAsync(int times)
        {
            for (; _seen < times; _seen++)
            {
                Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(30)));
            }
        }

        protected override void Dispose(bool disposing)
        {
            _asked.Dispose();
            base.Dispose(disposing);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var open = _open.Task;
            var number = Interlocked.Increment(ref _count);
            _asked.Release();
            if (Holds)
            {
                await open.WaitAsync(cancellationToken);
            }

            return Breaks
                ? throw new HttpRequestException("no")
                : new HttpResponseMessage(Status) { Content = new StringContent(Body ?? $$"""{"access_token":"token-{{number}}","expires_in":3600}""") };
        }
    }
}
