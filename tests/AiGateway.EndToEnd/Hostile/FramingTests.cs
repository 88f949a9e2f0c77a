namespace AiGateway.EndToEnd.Hostile;

/// <summary>Requests that two parsers could read in two ways are refused, their connection is closed, and nothing of them goes up.</summary>
public sealed class FramingTests(FramingTests.Fixture fixture) : IClassFixture<FramingTests.Fixture>
{
    // A chunk that is announced and never comes must not keep a test waiting for long.
    public sealed class Fixture() : RigFixture(("BODY_TIMEOUT", "2s"));

    private const string Start = "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Rig.Key + "\r\nContent-Type: application/json\r\n";
    private const string Smuggled = "GET /v1/files HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Rig.Key + "\r\n\r\n";

    private readonly Rig _rig = fixture.Rig;

    public static TheoryData<string, string> Ambiguous => new()
    {
        { "both framings", Start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Smuggled },
        { "both framings, the other way round", Start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + Smuggled },
        { "two lengths", Start + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + Smuggled },
        { "two lengths in one", Start + "Content-Length: 2, 40\r\n\r\n{}" + Smuggled },
        { "a negative length", Start + "Content-Length: -1\r\n\r\n{}" },
        { "a length that is no number", Start + "Content-Length: 0x2\r\n\r\n{}" },
        { "a length beyond 64 bits", Start + "Content-Length: 99999999999999999999\r\n\r\n{}" },
        { "an unknown coding", Start + "Transfer-Encoding: gzip\r\n\r\n{}" },
        { "chunked not last", Start + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" },
        { "chunked twice", Start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "a blank before the colon", Start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" },
        { "a folded header", Start + "X-A: 1\r\n Content-Length: 5\r\n\r\n" },
        { "a header without a name", Start + ": 1\r\nContent-Length: 2\r\n\r\n{}" },
        { "a NUL in a header", Start + "X-A: 1\0\r\nContent-Length: 2\r\n\r\n{}" },
        { "a bare CR in a header", Start + "X-A: 1\rContent-Length: 5\r\n\r\n" },
        { "no host", Start.Replace("Host: a\r\n", "", StringComparison.Ordinal) + "Content-Length: 2\r\n\r\n{}" },
        { "two hosts", Start + "Host: b\r\nContent-Length: 2\r\n\r\n{}" },
        { "no version", "POST /v1/chat/completions\r\n\r\n" },
        { "another version", "POST /v1/chat/completions HTTP/1.9\r\nHost: a\r\n\r\n" },
        { "no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n" },
        { "HTTP/1.0 in chunks", Start.Replace("1.1", "1.0", StringComparison.Ordinal) + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Smuggled },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task An_ambiguous_request_is_refused_and_its_connection_closed(string name, string bytes)
    {
        Assert.NotEmpty(name);
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(bytes);
        var reply = await client.ReadAnswerAsync();
        Assert.InRange(reply.Status, 400, 505);
        Assert.NotEqual(500, reply.Status);
        await client.Wire.WaitForEndAsync(Deadline.Usual);
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("-2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("0x2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    [InlineData("7fffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}x\r\n0\r\n\r\n")]
    [InlineData("2;a\nb\r\n{}\r\n0\r\n\r\n")]
    [InlineData("\r\n{}\r\n")]
    public async Task A_bad_chunk_is_the_callers_fault(string chunks)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(Start + "Transfer-Encoding: chunked\r\n\r\n" + chunks + Smuggled);
        Assert.InRange((await client.ReadAnswerAsync()).Status, 400, 413);
        await client.Wire.WaitForEndAsync(Deadline.Usual);
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_body_that_is_refused_unread_is_not_taken_for_the_next_request()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync($"POST /v1/nowhere HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}");
        Assert.Equal(404, (await client.ReadAnswerAsync()).Status);
        await client.SendAsync(CallerRequest.Get("/health"));
        if (await HttpHead.ReadAsync(client.Wire) is { } next)
        {
            Assert.Equal(200, next.Status);
        }

        Assert.Equal(0, script.Count);
    }

    [Fact]
    public async Task An_upgrade_is_not_made()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Get("/v1/models").With(("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="), ("Sec-WebSocket-Version", "13")));
        Assert.NotEqual(101, reply.Status);
        Assert.DoesNotContain(script.Requests, request => request.Head.Has("upgrade"));
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        CallerRequest[] huge =
        [
            CallerRequest.Chat().With(("X-Large", new string('x', 100_000))),
            CallerRequest.Chat().With([.. Enumerable.Range(0, 2000).Select(number => ($"X-{number}", "1"))]),
        ];
        foreach (var request in huge)
        {
            using var client = await _rig.ConnectAsync();
            await client.SendAsync(request);
            Assert.Equal(431, (await client.ReadAnswerAsync()).Status);
        }

        using var longTarget = await _rig.ConnectAsync();
        await longTarget.SendAsync(CallerRequest.Get("/v1/models?" + new string('x', 100_000)));
        Assert.InRange((await longTarget.ReadAnswerAsync()).Status, 400, 431);
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }
}
