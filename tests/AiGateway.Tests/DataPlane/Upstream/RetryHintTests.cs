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
