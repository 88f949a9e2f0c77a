using System.Text;
using System.Text.Json;
using AiGateway.EndToEnd.Dialects.Spoken;

namespace AiGateway.EndToEnd.Dialects;

/// <summary>Callers of <c>:streamGenerateContent</c> who do not ask for events get a JSON array, from providers of every dialect.</summary>
public sealed class ArrayStreamTests(DialectFleet fixture) : IClassFixture<DialectFleet>
{
    private static readonly SpokenDialect s_gemini = SpokenDialect.Of("gemini");

    public static TheoryData<string> Dialects => [.. SpokenDialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_stream_is_one_array_that_grows(string name)
    {
        var provider = SpokenDialect.Of(name);
        var seen = new SemaphoreSlim(0);
        var beginning = provider.BeginStream();
        var script = fixture.ProviderOf(provider).Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(beginning);
            Assert.True(await seen.WaitAsync(Deadline.Usual));
            await exchange.SendChunkAsync(provider.Stream(tools: false)[beginning.Length..]);
            await exchange.EndChunksAsync();
        });

        using var client = await fixture.Fleet.ConnectAsync();
        await client.SendAsync(Ask(provider, "?key=" + Rig.Key + "&prettyPrint=false") with { Key = null });
        var answer = await client.BeginAnswerAsync();
        var text = "";
        while (!text.Contains(SpokenDialect.Beginning, StringComparison.Ordinal))
        {
            text += Encoding.UTF8.GetString(await answer.Body.ReadSomeAsync());
        }

        seen.Release();
        text += Encoding.UTF8.GetString(await answer.Body.ReadAllAsync());

        Assert.Equal((200, "application/json; charset=UTF-8", true), (answer.Head.Status, answer.Head["content-type"], answer.Body.Whole));
        SpokenGemini.ReadChunks([.. JsonElement.Parse(text).EnumerateArray()]).AssertIs(Said.Text with { Content = "Hi 你好" });
        Assert.DoesNotContain(Rig.Key, script.Only.Head.Raw, StringComparison.Ordinal);
        var line = await fixture.Fleet.Gateway.WaitForAccessLineAsync(answer.Head["x-request-id"]!);
        Assert.Equal(("130", "20", "True"), (line["prompt_tokens"], line["completion_tokens"], line["stream"]));
    }

    [Fact]
    public async Task Each_element_has_the_bytes_of_its_event()
    {
        const string First = """{ "candidates":[{"content":{"parts":[{"text":"é\u00e9"}],"role":"model"},"index":0}] , "unknown":1.0e2}""";
        const string Last = """{"candidates":[{"finishReason":"STOP" ,"index":0}]}""";
        var script = fixture.ProviderOf(s_gemini).Play(Answer.Stream($": hello\r\n\r\ndata: {First}\r\n\r\n", $"data: {Last}\r\n\r\n"));

        var answer = await fixture.Fleet.SendAsync(Ask(s_gemini, "?prettyPrint=false&alt=json"));

        Assert.Equal($"[{First},\r\n{Last}]", answer.Text);
        Assert.EndsWith(":streamGenerateContent?prettyPrint=false&alt=sse", script.Only.Head.Target, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_stream_that_breaks_ends_with_its_error_and_the_end_of_the_array(string name)
    {
        var provider = SpokenDialect.Of(name);
        fixture.ProviderOf(provider).Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(provider.BeginStream() + "data: {");
            exchange.Close();
        });

        var answer = await fixture.Fleet.SendAsync(Ask(provider));

        Assert.False(answer.Whole);
        AssertIsBroken(answer, "The provider's stream broke off before the answer was whole.");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_error_of_the_provider_within_the_stream_is_the_last_element(string name)
    {
        var provider = SpokenDialect.Of(name);
        fixture.ProviderOf(provider).Play(Answer.Stream(provider.BeginStream(), provider.FailWithin("Busy")));

        AssertIsBroken(await fixture.Fleet.SendAsync(Ask(provider)), "Busy");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_error_instead_of_a_stream_is_an_array_of_one(string name)
    {
        var provider = SpokenDialect.Of(name);
        var (status, body) = provider.Fail(503, "Busy");
        fixture.ProviderOf(provider).Play(Answer.Json(body, status));

        var answer = await fixture.Fleet.SendAsync(Ask(provider));

        Assert.Equal(503, answer.Status);
        Assert.Equal(new Told(503, "UNAVAILABLE", "Busy"), s_gemini.ReadError(Assert.Single(answer.Json.EnumerateArray())));
    }

    [Fact]
    public async Task So_is_an_error_of_the_gateway()
    {
        var answer = await fixture.Fleet.SendAsync(Ask(s_gemini) with { Key = "nobodys" });

        Assert.Equal(401, answer.Status);
        Assert.Equal(new Told(401, "UNAUTHENTICATED", "The API key is not valid."), s_gemini.ReadError(Assert.Single(answer.Json.EnumerateArray())));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_answer_that_is_no_stream_becomes_one(string name)
    {
        var provider = SpokenDialect.Of(name);
        if (provider == s_gemini)
        {
            // Of its own dialect whatever comes passes.
            return;
        }

        fixture.ProviderOf(provider).Play(Answer.Json(provider.Answer(tools: false)));

        var array = await fixture.Fleet.SendAsync(Ask(provider));
        var events = await fixture.Fleet.SendAsync(Ask(provider, "?alt=sse"));

        SpokenGemini.ReadChunks([.. array.Json.EnumerateArray()]).AssertIs(Said.Text);
        Assert.StartsWith("application/json", array.Head["content-type"], StringComparison.Ordinal);
        s_gemini.ReadStream(events.Text).AssertIs(Said.Text);
        Assert.StartsWith("text/event-stream", events.Head["content-type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_another_target_continues_is_one_array()
    {
        await using var fleet = await Fleet.StartAsync(2, $$"""
            defaults: { retry: { attempts: 0 } }
            providers:
              main: { {{s_gemini.ProviderMembers}}, base_url: "{0}", api_key: {{Rig.UpstreamKey}} }
              spare: { {{s_gemini.ProviderMembers}}, base_url: "{1}", api_key: {{Rig.UpstreamKey}}, prefill: none }
            models:
              on-gemini: { targets: [ { provider: main } ], fallbacks: [ spare ] }
              spare: { targets: [ { provider: spare } ] }
            """);
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(s_gemini.BeginStream());
            exchange.Close();
        });
        var spare = fleet.Spare.Play(Answer.Stream(s_gemini.Stream(tools: false)));

        var answer = await fleet.SendAsync(Ask(s_gemini));

        Assert.Equal((1, true), (spare.Count, answer.Whole));
        var elements = answer.Json.EnumerateArray().ToList();
        var parts = elements.SelectMany(element => element.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts").EnumerateArray());
        Assert.Equal("Hi 你好", string.Concat(parts.Select(part => part.GetProperty("text").GetString())));
        Assert.Equal("STOP", elements[^1].GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task A_sign_of_life_is_a_blank_line()
    {
        const string Chunk = """{"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"},"index":0}]}""";
        const string Last = """{"candidates":[{"finishReason":"STOP","index":0}]}""";
        await using var fleet = await Fleet.StartAsync(1, $$"""
            server: { stream_keepalive: 1s }
            providers: { g: { {{s_gemini.ProviderMembers}}, base_url: "{0}", api_key: {{Rig.UpstreamKey}} } }
            models: { on-gemini: { targets: [ { provider: g } ] } }
            """);
        fleet.Main.Play(async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromSeconds(1.5));
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync($"data: {Chunk}\r\n\r\n");
            await Deadline.PauseAsync(TimeSpan.FromSeconds(1.5));
            await exchange.SendChunkAsync($"data: {Last}\r\n\r\n");
            await exchange.EndChunksAsync();
        });

        var answer = await fleet.SendAsync(Ask(s_gemini));

        Assert.Equal("application/json; charset=UTF-8", answer.Head["content-type"]);
        Assert.Equal($"\n[{Chunk}\n,\r\n{Last}]", answer.Text);
    }

    private static CallerRequest Ask(SpokenDialect provider, string query = "")
    {
        var request = s_gemini.Ask(DialectFleet.ModelOn(provider), streams: true);
        return request with { Target = request.Target.Split('?')[0] + query };
    }

    private static void AssertIsBroken(RawAnswer answer, string message)
    {
        var elements = answer.Json.EnumerateArray().ToList();
        Assert.Equal(SpokenDialect.Beginning, elements[0].GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal(message, s_gemini.ReadError(elements[^1]).Message);
    }
}
