using System.Globalization;
using System.Text.Json;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Limits;
using AiGateway.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class ErrorReplyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Drain _drain = new();
    private readonly ErrorReply _errors;

    public ErrorReplyTests() => _errors = new ErrorReply(new ReplyHead(_drain, _time), DialectCatalogue.Fallback);

    [Fact]
    public async Task An_error_is_json_with_its_length_and_the_id_of_its_request()
    {
        using var output = new MemoryStream();
        var exchange = Make(output);

        _errors.Write(exchange, GatewayError.BadRequest with { Message = "No \"model\".", Param = "model" });
        await exchange.Reply.FlushAsync(CancellationToken.None);

        var headers = exchange.Reply.Headers;
        Assert.Equal(400, exchange.Reply.Status);
        Assert.Equal("application/json", headers.ContentType);
        Assert.Equal(output.Length, headers.ContentLength);
        Assert.Equal("req_test", headers["x-request-id"]);
        using var document = JsonDocument.Parse(output.ToArray());
        var error = document.RootElement.GetProperty("error");
        Assert.Equal(["No \"model\".", "invalid_request_error", "model", "bad_request"],
            ((string[])["message", "type", "param", "code"]).Select(name => error.GetProperty(name).GetString()));
    }

    [Fact]
    public void Nothing_of_an_answer_that_was_not_given_stays_in_its_head()
    {
        var exchange = Make();
        exchange.Reply.Headers.ETag = "\"x\"";
        exchange.Reply.Headers.ContentLength = 12_345;

        _errors.Write(exchange, GatewayError.Broke);

        Assert.Equal(0, exchange.Reply.Headers.ETag.Count);
        Assert.NotEqual(12_345, exchange.Reply.Headers.ContentLength);
    }

    [Theory]
    [InlineData(0, "1", "1")]
    [InlineData(0.4, "1", "1")]
    [InlineData(1500, "2", "1500")]
    [InlineData(60_000, "60", "60000")]
    [InlineData(60_000.1, "61", "60001")]
    public void When_to_try_again_is_told_in_both_forms_and_never_too_early(double milliseconds, string seconds, string exact)
    {
        var exchange = Make();

        _errors.Write(exchange, GatewayError.RateLimit with { RetryAfter = TimeSpan.FromMilliseconds(milliseconds) });

        Assert.Equal((seconds, exact), (exchange.Reply.Headers.RetryAfter.ToString(), exchange.Reply.Headers["retry-after-ms"].ToString()));
    }

    [Theory]
    [InlineData("0:00:06.5", "6.5s")]
    [InlineData("0:01:00", "1m0s")]
    [InlineData("0:00:59.9999", "1m0s")]
    [InlineData("0:01:00.0001", "1m0.001s")]
    [InlineData("0:00:00", "0s")]
    public void A_quota_is_told_as_the_official_sdks_read_it(string reset, string told)
    {
        var exchange = Make();
        exchange.Quota = new Quota(60, 7, TimeSpan.Parse(reset, CultureInfo.InvariantCulture), TimeSpan.Zero);

        _errors.Write(exchange, GatewayError.BadRequest);

        var headers = exchange.Reply.Headers;
        Assert.Equal(
            ("60", "7", told),
            (headers["x-ratelimit-limit-requests"].ToString(), headers["x-ratelimit-remaining-requests"].ToString(), headers["x-ratelimit-reset-requests"].ToString()));
    }

    [Fact]
    public void Methods_and_the_scheme_of_keys_are_told_where_they_help()
    {
        var wrongMethod = Make();
        _errors.Write(wrongMethod, GatewayError.MethodNotAllowed with { Allow = "GET, DELETE" });
        Assert.Equal("GET, DELETE", wrongMethod.Reply.Headers.Allow);

        var noKey = Make();
        _errors.Write(noKey, GatewayError.KeyRequired);
        Assert.Equal("Bearer", noKey.Reply.Headers.WWWAuthenticate);
        Assert.Equal(0, noKey.Reply.Headers.Connection.Count);
    }

    [Theory]
    [InlineData("Content-Length", "10", false)]
    [InlineData("Content-Length", "70000", true)]
    [InlineData("Transfer-Encoding", "chunked", true)]
    public void A_connection_is_closed_rather_than_much_of_a_body_read_for_nothing(string name, string value, bool closes)
    {
        var exchange = Exchanges.Of((name, value));

        _errors.Write(exchange, GatewayError.KeyInvalid);

        Assert.Equal(closes ? "close" : "", exchange.Reply.Headers.Connection.ToString());
    }

    [Fact]
    public void It_is_closed_too_where_the_error_or_a_shutdown_says_so()
    {
        var tooLarge = Make();
        _errors.Write(tooLarge, GatewayError.TooLarge);
        Assert.Equal("close", tooLarge.Reply.Headers.Connection);

        _drain.Enter(DrainState.Leaving);
        var leaving = Make();
        _errors.Write(leaving, GatewayError.BadRequest);
        Assert.Equal("close", leaving.Reply.Headers.Connection);
    }

    [Fact]
    public async Task A_head_has_no_body()
    {
        using var output = new MemoryStream();
        var exchange = Exchanges.Of(SnapshotCompiler.Compile(Exchanges.Settings, _time), method: "HEAD", output: output);

        _errors.Write(exchange, GatewayError.NotFound);
        await exchange.Reply.FlushAsync(CancellationToken.None);

        Assert.Equal(0, output.Length);
        Assert.NotEqual(0, exchange.Reply.Headers.ContentLength);
    }

    private Exchange Make(Stream? output = null) => Exchanges.Of(SnapshotCompiler.Compile(Exchanges.Settings, _time), output: output);
}
