using AiGateway.Ingress;
using AiGateway.Upstream;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class RequestHeadTests
{
    [Fact]
    public void An_ordinary_head_passes()
    {
        Assert.Null(RequestHead.Check(Exchanges.Of(("Content-Length", "5"))));
        Assert.Null(RequestHead.Check(Exchanges.Of(("Transfer-Encoding", "Chunked"))));
    }

    [Theory]
    [InlineData("gzip, chunked")]
    [InlineData("identity")]
    [InlineData("chunked, chunked")]
    public void A_body_is_framed_in_one_way_only(string encoding)
    {
        var error = RequestHead.Check(Exchanges.Of(("Transfer-Encoding", encoding)));

        Assert.Equal((400, "bad_request", true), (error?.Status, error?.Code, error?.ClosesConnection));
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("X-Content-Length")]
    public void Two_framings_are_none(string length)
    {
        var exchange = Exchanges.Of(("Transfer-Encoding", "chunked"), (length, "5"));

        Assert.True(RequestHead.Check(exchange)?.ClosesConnection);
    }

    [Fact]
    public void Two_encodings_are_refused()
    {
        var exchange = Exchanges.Of();
        exchange.RequestHeaders.TransferEncoding = new StringValues(["chunked", "chunked"]);

        Assert.NotNull(RequestHead.Check(exchange));
    }

    [Fact]
    public void There_may_be_100_headers_of_32_kib()
    {
        var many = Exchanges.Of();
        many.RequestHeaders["x"] = new StringValues([.. Enumerable.Repeat("v", 100)]);
        Assert.Null(RequestHead.Check(many));
        many.RequestHeaders["y"] = "v";
        Assert.Equal(431, RequestHead.Check(many)?.Status);

        Assert.Null(RequestHead.Check(Exchanges.Of(("x", new string('v', (32 * 1024) - 5)))));
        Assert.Equal(431, RequestHead.Check(Exchanges.Of(("x", new string('v', (32 * 1024) - 4))))?.Status);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("25h")]
    [InlineData("soon")]
    public void A_time_limit_that_is_none_is_refused(string timeout)
    {
        var error = RequestHead.Check(Exchanges.Of(("x-gateway-timeout", timeout)));

        Assert.Equal((400, "x-gateway-timeout"), (error?.Status, error?.Param));
    }

    [Fact]
    public void The_callers_own_time_limit_holds()
    {
        var time = new FakeTimeProvider();
        var exchange = Exchanges.Of(Exchanges.Of().Snapshot, time: time, headers: ("x-gateway-timeout", "1m30s"));

        Assert.Null(RequestHead.Check(exchange));
        time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(StopReason.None, exchange.Deadline.Reason);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(StopReason.Total, exchange.Deadline.Reason);
    }
}
