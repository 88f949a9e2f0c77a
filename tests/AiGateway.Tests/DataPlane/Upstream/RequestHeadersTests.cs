using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class RequestHeadersTests
{
    [Theory]
    [InlineData("Accept")]
    [InlineData("user-agent")]
    [InlineData("Idempotency-Key")]
    [InlineData("OpenAI-Beta")]
    [InlineData("anthropic-version")]
    [InlineData("anthropic-beta")]
    [InlineData("traceparent")]
    [InlineData("X-DashScope-SSE")]
    [InlineData("x-dashscope-async")]
    public void These_go_up(string name) => Assert.True(RequestHeaders.Passes(name));

    [Theory]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    [InlineData("x-goog-api-key")]
    [InlineData("api-key")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Cookie")]
    [InlineData("Host")]
    [InlineData("Connection")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Content-Length")]
    [InlineData("Accept-Encoding")]
    [InlineData("X-Forwarded-For")]
    [InlineData("OpenAI-Organization")]
    [InlineData("OpenAI-Project")]
    [InlineData("X-DashScope-WorkSpace")]
    [InlineData("x-dashscope-workspace")]
    [InlineData("X-DashScope-DataInspection")]
    [InlineData("x-gateway-timeout")]
    [InlineData("X-Made-Up")]
    public void These_and_all_others_do_not(string name) => Assert.False(RequestHeaders.Passes(name));

    [Fact]
    public void What_passes_is_copied_as_it_is()
    {
        using var request = new HttpRequestMessage();
        var headers = new HeaderDictionary
        {
            ["User-Agent"] = "odd/(unbalanced",
            ["OpenAI-Beta"] = new StringValues(["a=1", "b=2"]),
            ["Cookie"] = "c",
        };

        NewHeaders().Copy(headers, request.Headers);

        Assert.Equal("odd/(unbalanced", request.Headers.NonValidated["User-Agent"].ToString());
        Assert.Equal(["a=1", "b=2"], request.Headers.NonValidated["OpenAI-Beta"]);
        Assert.Equal(2, request.Headers.NonValidated.Count);
    }

    [Fact]
    public void What_the_operator_has_forwarded_goes_up_and_what_he_sets_wins()
    {
        using var request = new HttpRequestMessage();
        var headers = new HeaderDictionary { ["X-Session"] = "s", ["User-Agent"] = "callers", ["X-Other"] = "o" };
        var provider = NewHeaders(settings => settings with
        {
            Headers = [new("user-agent", "operators"), new("OpenAI-Organization", "org")],
            ForwardHeaders = ["x-session"],
        });

        provider.Copy(headers, request.Headers);

        Assert.Equal("s", request.Headers.NonValidated["X-Session"].ToString());
        Assert.Equal("operators", request.Headers.NonValidated["User-Agent"].ToString());
        Assert.Equal("org", request.Headers.NonValidated["OpenAI-Organization"].ToString());
        Assert.Equal(3, request.Headers.NonValidated.Count);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    [InlineData("Cookie")]
    [InlineData("host")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Content-Length")]
    [InlineData("x-gateway-tags")]
    public void What_is_the_callers_secret_or_the_gateways_own_is_never_forwarded(string name)
    {
        using var request = new HttpRequestMessage();
        NewHeaders(settings => settings with { ForwardHeaders = [name] }).Copy(new HeaderDictionary { [name] = "1" }, request.Headers);

        Assert.False(RequestHeaders.MayForward(name));
        Assert.Empty(request.Headers.NonValidated);
    }

    [Theory]
    [InlineData("Content-Length", false)]
    [InlineData("connection", false)]
    [InlineData("Content-Type", false)]
    [InlineData("Host", false)]
    [InlineData("Authorization", true)]
    [InlineData("X-DashScope-WorkSpace", true)]
    public void An_operator_may_set_all_but_what_frames_the_request(string name, bool may) => Assert.Equal(may, RequestHeaders.MaySet(name));

    [Theory]
    [InlineData("openai", "Authorization", "Bearer sk-1")]
    [InlineData("azure-openai", "api-key", "sk-1")]
    public void The_key_is_sent_where_the_provider_reads_it(string type, string header, string value)
    {
        using var request = new HttpRequestMessage();
        NewHeaders(settings => settings with { Preset = ProviderCatalogue.ByType[type] }).Authorize("sk-1", request.Headers);

        Assert.Equal(value, Assert.Single(request.Headers.NonValidated).Value.ToString());
        Assert.Equal(header, Assert.Single(request.Headers.NonValidated).Key);
    }

    [Fact]
    public void A_credential_among_the_operators_headers_stays_instead_of_the_key()
    {
        using var request = new HttpRequestMessage();
        var headers = NewHeaders(settings => settings with { Headers = [new("authorization", "Token t")] });

        headers.Copy(new HeaderDictionary(), request.Headers);
        headers.Authorize("sk-1", request.Headers);
        headers.Authorize(null, request.Headers);

        Assert.Equal("Token t", Assert.Single(request.Headers.NonValidated).Value.ToString());
    }

    [Theory]
    [InlineData("openai", "anthropic-version", true, false)]
    [InlineData("openai", "anthropic-beta", true, false)]
    [InlineData("openai", "anthropic-beta", false, true)]
    [InlineData("openai", "openai-beta", true, true)]
    [InlineData("openai", "User-Agent", true, true)]
    [InlineData("gemini", "OpenAI-Beta", true, false)]
    [InlineData("anthropic", "OpenAI-Beta", true, false)]
    [InlineData("anthropic", "anthropic-beta", true, true)]
    [InlineData("anthropic", "anthropic-beta", false, true)]
    public void What_means_something_in_one_dialect_only_does_not_go_with_a_translation_into_another(string type, string name, bool translates, bool passes)
    {
        using var request = new HttpRequestMessage();
        var headers = new HeaderDictionary { [name] = "1" };

        NewHeaders(settings => settings with { Preset = ProviderCatalogue.ByType[type] }).Copy(headers, request.Headers, translates);

        Assert.Equal(passes, request.Headers.NonValidated.Contains(name));
    }

    [Theory]
    [InlineData("X-Other", "project-1")]
    [InlineData("X-Goog-User-Project", "own")]
    public void A_token_names_who_pays_unless_the_operator_does(string ownHeader, string expected)
    {
        using var request = new HttpRequestMessage();
        var headers = NewHeaders(settings => settings with { Headers = [new HeaderSettings(ownHeader, "own")] });
        headers.Copy(new HeaderDictionary(), request.Headers);

        headers.AuthorizeBy("Bearer t", "project-1", request.Headers);

        Assert.Equal("Bearer t", request.Headers.GetValues("Authorization").Single());
        Assert.Equal(expected, request.Headers.GetValues("x-goog-user-project").Single());
    }

    [Fact]
    public void What_the_operator_has_forwarded_goes_with_a_translation_too()
    {
        using var request = new HttpRequestMessage();
        NewHeaders(settings => settings with { ForwardHeaders = ["anthropic-beta"] })
            .Copy(new HeaderDictionary { ["anthropic-beta"] = "b" }, request.Headers, translates: true);

        Assert.Equal("b", request.Headers.NonValidated["anthropic-beta"].ToString());
    }

    [Theory]
    [InlineData(null, null, null, "2023-06-01")]
    [InlineData("2024-01-01", null, null, "2024-01-01")]
    [InlineData("2024-01-01", "2025-02-02", null, "2025-02-02")]
    [InlineData("2024-01-01", "2025-02-02", "2026-03-03", "2026-03-03")]
    public void A_request_names_the_version_that_its_surface_wants_unless_somebody_names_another(string? configured, string? callers, string? operators, string expected)
    {
        using var request = new HttpRequestMessage();
        var headers = new HeaderDictionary();
        if (callers is not null)
        {
            headers["anthropic-version"] = callers;
        }

        NewHeaders(settings => settings with
        {
            Preset = ProviderCatalogue.ByType["anthropic"],
            ApiVersion = configured,
            Headers = operators is null ? [] : [new("Anthropic-Version", operators)],
        }).Copy(headers, request.Headers);

        Assert.Equal(expected, Assert.Single(request.Headers.NonValidated).Value.ToString());
    }

    private static RequestHeaders NewHeaders(Func<ProviderSettings, ProviderSettings>? change = null)
    {
        var settings = EnvironmentProvider.Of(new Uri("http://127.0.0.1/v1"), "sk-1", new Version(1, 1));
        var changed = change?.Invoke(settings) ?? settings;
        return new RequestHeaders(changed, changed.Preset.Surfaces[0]);
    }
}
