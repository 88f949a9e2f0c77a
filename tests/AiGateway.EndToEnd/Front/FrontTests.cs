using System.Net;
using System.Text;

namespace AiGateway.EndToEnd.Front;

/// <summary>What must hold through any web server in front: what the examples of <c>deploy</c> are for.</summary>
public abstract class FrontTests
{
    private readonly FrontFixture _fixture;
    private readonly Rig _rig;

    protected FrontTests(FrontFixture fixture)
    {
        Assert.SkipUnless(fixture.Lacks is null, fixture.Lacks ?? "");
        (_fixture, _rig) = (fixture, fixture.Rig);
    }

    public static TheoryData<string> Versions => ["1.1", "2.0"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Each_event_reaches_the_caller_when_the_upstream_sends_it(string version)
    {
        const int Events = 10;
        using var seen = new SemaphoreSlim(0);
        var script = _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            for (var number = 0; number < Events; number++)
            {
                await exchange.SendChunkAsync(Samples.Text($"{number}"));
                Assert.True(await seen.WaitAsync(Deadline.Usual));
            }

            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });

        using var caller = FrontCaller.OfFront(_fixture.Port);
        using var answer = await caller.SendAsync(Chat(version, Samples.Stream), HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal((HttpStatusCode.OK, version), (answer.StatusCode, $"{answer.Version}"));
        using var body = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        for (var number = 0; number < Events; number++)
        {
            Assert.Equal(Samples.Text($"{number}"), await ReadEventAsync(body));
            seen.Release();
        }

        Assert.Equal(Samples.Finish + Samples.Done, await body.ReadToEndAsync(Token));
        script.Verify();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_caller_that_leaves_a_stream_cancels_the_upstream(string version)
    {
        var left = new TaskCompletionSource();
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            await exchange.WaitForPeerCloseAsync();
            left.SetResult();
        });

        using var caller = FrontCaller.OfFront(_fixture.Port);
        using (var answer = await caller.SendAsync(Chat(version, Samples.Stream), HttpCompletionOption.ResponseHeadersRead, Token))
        {
            using var body = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
            Assert.Equal(Samples.Text("one"), await ReadEventAsync(body));
        }

        await left.Task.Within("the upstream to be cancelled");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_caller_that_leaves_before_an_answer_cancels_the_upstream(string version)
    {
        var asked = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        _rig.Upstream.Play(async exchange =>
        {
            asked.SetResult();
            await exchange.WaitForPeerCloseAsync();
            left.SetResult();
        });

        using var caller = FrontCaller.OfFront(_fixture.Port);
        using var leaving = new CancellationTokenSource();
        var answer = caller.SendAsync(Chat(version, Samples.Chat), leaving.Token);
        await asked.Task.Within("the upstream to be asked");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await left.Task.Within("the upstream to be cancelled");
    }

    [Fact]
    public async Task The_callers_address_is_the_one_that_the_front_tells_and_not_the_one_that_the_caller_tells()
    {
        _rig.Upstream.Play(Answer.Chat);
        using var caller = FrontCaller.OfFront(_fixture.Port);
        using var past = FrontCaller.OfGateway(_rig.Gateway.Port);
        foreach (var (client, version) in new[] { (caller, "2.0"), (caller, "1.1"), (past, "1.1") })
        {
            using var request = Chat(version, Samples.Chat);
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            using var answer = await client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var line = await _rig.Gateway.WaitForAccessLineAsync(answer.Headers.GetValues("x-request-id").Single());
            Assert.Equal("127.0.0.2", line["client_ip"]);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_large_upload_passes_while_it_comes(string version)
    {
        const long Size = 96L << 20;
        long received = 0;
        var began = new TaskCompletionSource();
        _rig.Upstream.Play(
            async exchange =>
            {
                while (await exchange.ReadBodyAsync() is { Length: > 0 } bytes)
                {
                    received += bytes.Length;
                    began.TrySetResult();
                }

                await Answer.Json("""{"id":"file-1","object":"file"}""")(exchange);
            },
            readBody: false);

        using var caller = FrontCaller.OfFront(_fixture.Port);
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new GatedUpload(Size, began.Task), "file", "large.jsonl" } };
        using var request = Request(version, HttpMethod.Post, "/v1/files");
        request.Content = form;
        using var answer = await caller.SendAsync(request, Token);
        Assert.Equal((HttpStatusCode.OK, """{"id":"file-1","object":"file"}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
        Assert.True(received > Size);
    }

    [Fact]
    public async Task A_prompt_of_many_mebibytes_passes()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var prompt = $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('x', 12 << 20)}}"}]}""";
        using var caller = FrontCaller.OfFront(_fixture.Port);
        using var answer = await caller.SendAsync(Chat("2.0", prompt), Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(prompt.Length, script.Only.Body.Length);
    }

    [Fact]
    public async Task Errors_are_the_gateways_own_and_metrics_are_for_the_inside()
    {
        using var caller = FrontCaller.OfFront(_fixture.Port);
        using var request = Chat("2.0", Samples.Chat);
        request.Headers.Authorization = new("Bearer", "not-a-key-at-all");
        using var refused = await caller.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("\"invalid_api_key\"", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        using var metrics = await caller.SendAsync(Request("2.0", HttpMethod.Get, "/metrics"), Token);
        Assert.Equal(HttpStatusCode.Forbidden, metrics.StatusCode);
        using var ready = await caller.SendAsync(Request("2.0", HttpMethod.Get, "/readyz"), Token);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private static HttpRequestMessage Chat(string version, string body)
    {
        var request = Request(version, HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    private static HttpRequestMessage Request(string version, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path) { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", Rig.Key);
        return request;
    }

    // A chat stream's event: one line, and the blank one that ends it.
    private static async Task<string> ReadEventAsync(StreamReader body)
    {
        var line = await body.ReadLineAsync(Token).AsTask().Within("the next event");
        Assert.Equal("", await body.ReadLineAsync(Token).AsTask().Within("the end of the event"));
        return line + "\n\n";
    }
}
