using AiGateway.Configuration;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class CorsTests
{
    private const string Page = "https://app.example.com";

    [Theory]
    [InlineData("OPTIONS", true, true, true)]
    [InlineData("OPTIONS", true, false, false)]
    [InlineData("OPTIONS", false, true, false)]
    [InlineData("POST", true, true, false)]
    public void A_preflight_is_known_by_its_method_and_both_headers(string method, bool hasOrigin, bool hasMethod, bool isPreflight)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        if (hasOrigin)
        {
            headers.Origin = Page;
        }

        if (hasMethod)
        {
            headers.AccessControlRequestMethod = "POST";
        }

        Assert.Equal(isPreflight, Cors.IsPreflight(method, headers));
    }

    [Fact]
    public void By_default_every_page_may_call_but_without_credentials()
    {
        var exchange = Preflight("*", Page, "authorization, x-stainless-os");

        Cors.AnswerPreflight(exchange);

        var headers = exchange.Reply.Headers;
        Assert.Equal(204, exchange.Reply.Status);
        Assert.Equal("*", headers.AccessControlAllowOrigin);
        Assert.Equal("authorization, x-stainless-os", headers.AccessControlAllowHeaders);
        Assert.Equal("86400", headers.AccessControlMaxAge);
        Assert.Contains("DELETE", headers.AccessControlAllowMethods.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, headers.AccessControlAllowCredentials.Count);
        Assert.Equal("req_test", headers["x-request-id"]);
    }

    [Theory]
    [InlineData(Page, true)]
    [InlineData("https://app.example.com.evil.org", false)]
    [InlineData("http://app.example.com", false)]
    [InlineData("null", false)]
    public void A_list_allows_its_origins_and_tells_caches_to_keep_them_apart(string origin, bool isAllowed)
    {
        var exchange = Preflight(Page, origin);

        Cors.AnswerPreflight(exchange);

        Assert.Equal(isAllowed ? origin : "", exchange.Reply.Headers.AccessControlAllowOrigin.ToString());
        Assert.Equal(isAllowed, exchange.Reply.Headers.AccessControlAllowMethods.Count > 0);
        Assert.Equal("Origin", exchange.Reply.Headers.Vary);
    }

    [Fact]
    public void Switched_off_nothing_is_said()
    {
        var exchange = Preflight("none", Page);

        Cors.AnswerPreflight(exchange);
        Cors.AddTo(exchange, exchange.Reply.Headers);

        Assert.Equal(["x-request-id"], exchange.Reply.Headers.Keys);
    }

    [Fact]
    public void An_answer_exposes_what_a_page_wants_to_read()
    {
        var exchange = Preflight("*", Page);

        Cors.AddTo(exchange, exchange.Reply.Headers);

        var exposed = exchange.Reply.Headers.AccessControlExposeHeaders.ToString().Split(", ");
        Assert.Superset(new HashSet<string> { "retry-after", "x-request-id", "x-ratelimit-remaining-requests", "x-gateway-provider" }, new HashSet<string>(exposed));
    }

    [Fact]
    public void Whoever_is_no_page_gets_no_such_header()
    {
        var exchange = Exchanges.Of();

        Cors.AddTo(exchange, exchange.Reply.Headers);

        Assert.Empty(exchange.Reply.Headers);
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("x-a, \u007f")]
    [InlineData("é")]
    public void Names_that_no_header_has_are_not_repeated(string asked)
    {
        var exchange = Preflight("*", Page, asked);

        Cors.AnswerPreflight(exchange);

        Assert.Equal("authorization, content-type", exchange.Reply.Headers.AccessControlAllowHeaders);
    }

    private static Exchange Preflight(string allowed, string origin, string asked = "authorization")
    {
        var settings = Exchanges.Settings with { CorsOrigins = CorsOrigins.Parse(allowed).Value! };
        return Exchanges.Of(
            SnapshotCompiler.Compile(settings, new FakeTimeProvider()),
            method: "OPTIONS",
            headers: [("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", asked)]);
    }
}
