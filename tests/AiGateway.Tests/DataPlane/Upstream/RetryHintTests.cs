using System.Buffers;
using System.Net;
using System.Text;
using AiGateway.Dialects.Providers;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class RetryHintTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1", null, 1_000)]
    [InlineData("0", null, 0)]
    [InlineData("1.5", null, 1_500)]
    [InlineData(null, "250", 250)]
    [InlineData("7", "250", 250)]
    [InlineData("7", "soon", 7_000)]
    [InlineData("7", "-1", 7_000)]
    [InlineData("7", "NaN", 7_000)]
    [InlineData("Tue, 24 Nov 2026 12:00:30 GMT", null, 30_000)]
    [InlineData("Tue, 24 Nov 2026 11:00:00 GMT", null, 0)]
    [InlineData("Tuesday, 24-Nov-26 12:00:30 GMT", null, 30_000)]
    [InlineData("Tue Nov 24 12:00:30 2026", null, 30_000)]
    public void Every_form_is_read(string? seconds, string? milliseconds, int expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), Read(seconds, milliseconds));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e300", null)]
    [InlineData("1,5", null)]
    [InlineData("12:30", null)]
    [InlineData("2026-12", null)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData(null, "1e300")]
    public void What_is_none_is_ignored(string? seconds, string? milliseconds) => Assert.Null(Read(seconds, milliseconds));

    [Theory]
    [InlineData("6m0s", 360_000)]
    [InlineData("1s", 1_000)]
    [InlineData("59ms", 59)]
    [InlineData("7.66s", 7_660)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("12", 12_000)]
    [InlineData("2026-11-24T12:00:05Z", 5_000)]
    [InlineData("2026-11-24T12:00:05.500Z", 5_500)]
    [InlineData("2026-11-24T13:00:05+01:00", 5_000)]
    [InlineData("2026-11-24T11:59:00Z", 0)]
    [InlineData("5d", 86_400_000)]
    [InlineData("s", null)]
    [InlineData("1x", null)]
    [InlineData("1.2.3s", null)]
    [InlineData("", null)]
    [InlineData("9999999999999d", null)]
    public void A_429_is_read_the_reset_of_its_window(string reset, int? expected)
    {
        Assert.Equal(Milliseconds(expected), Read(429, default, ("x-ratelimit-reset-requests", reset)));
        Assert.Equal(Milliseconds(expected), Read(429, default, ("anthropic-ratelimit-tokens-reset", reset)));
        Assert.Null(Read(500, default, ("x-ratelimit-reset-requests", reset)));
    }

    [Theory]
    [InlineData("0", "5", 6_000)]
    [InlineData("5", "0", 60_000)]
    [InlineData("0", "0", 60_000)]
    [InlineData("5", "5", 6_000)]
    public void The_window_that_has_nothing_left_is_the_one_that_counts(string requestsLeft, string tokensLeft, int expected) =>
        Assert.Equal(Milliseconds(expected), Read(429, default,
            ("x-ratelimit-remaining-requests", requestsLeft), ("x-ratelimit-reset-requests", "6s"),
            ("x-ratelimit-remaining-tokens", tokensLeft), ("x-ratelimit-reset-tokens", "1m0s")));

    [Theory]
    [InlineData("""{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}""", 34_400)]
    [InlineData("""[{"error":{"details":[{"a":{"retryDelay":"9s"},"retryDelay":"2s"},{"x":[1]}]}}]""", 2_000)]
    [InlineData("""{"error":{"message":"m","retry_after":2.5}}""", 2_500)]
    [InlineData("""{"detail":"slow down","retry_after":"3"}""", 3_000)]
    [InlineData("""{"error":{"message":"Rate limit reached. Please try again in 7.66s. Visit us"}}""", 7_660)]
    [InlineData("""{"error":{"message":"Please try again in 6m0s."}}""", 360_000)]
    [InlineData("""{"error":{"message":"Please try again in a while"}}""", null)]
    [InlineData("""{"error":{"message":"try again in "}}""", null)]
    [InlineData("""{"error":{"details":"none"}}""", null)]
    public void What_the_body_asks_for_is_read(string body, int? expected)
    {
        var facts = ErrorFacts.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(Milliseconds(expected), Read(429, facts));
        Assert.Equal(TimeSpan.FromSeconds(1), Read(429, facts, ("Retry-After", "1")));
    }

    [Fact]
    public void Nobody_is_waited_for_longer_than_a_day() => Assert.Equal(RetryHint.Longest, Read("900000", null));

    private static TimeSpan? Milliseconds(int? number) => number is { } known ? TimeSpan.FromMilliseconds(known) : null;

    private static TimeSpan? Read(int status, in ErrorFacts facts, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return RetryHint.Read(answer, facts, new FakeTimeProvider(s_now));
    }

    private static TimeSpan? Read(string? seconds, string? milliseconds)
    {
        using var answer = new HttpResponseMessage();
        if (seconds is not null)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", seconds);
        }

        if (milliseconds is not null)
        {
            answer.Headers.TryAddWithoutValidation("retry-after-ms", milliseconds);
        }

        return RetryHint.Read(answer, new FakeTimeProvider(s_now));
    }
}
