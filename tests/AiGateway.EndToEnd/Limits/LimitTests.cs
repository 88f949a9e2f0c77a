using System.Globalization;

namespace AiGateway.EndToEnd.Limits;

public sealed class LimitTests
{
    [Fact]
    public async Task Exactly_as_many_as_allowed_are_served_however_many_come_at_once()
    {
        const int Limit = 30;
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", $"{Limit}"));
        var script = rig.Upstream.Play(Answer.Chat);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var own = new List<RawAnswer>();
            using var client = await rig.ConnectAsync();
            for (var round = 0; round < 3; round++)
            {
                await client.SendAsync(CallerRequest.Chat());
                own.Add(await client.ReadAnswerAsync());
            }

            return own;
        }));

        var statuses = replies.SelectMany(own => own).GroupBy(reply => reply.Status).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(new Dictionary<int, int> { [200] = Limit, [429] = 150 - Limit }, statuses);
        Assert.Equal(Limit, script.Count);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat() with { Key = Rig.OtherKey })).Status);
    }

    [Fact]
    public async Task Headers_tell_what_is_left_and_when_to_come_again()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "2"));
        rig.Upstream.Play(Answer.Chat);
        var replies = new List<RawAnswer>();
        for (var number = 0; number < 3; number++)
        {
            replies.Add(await rig.SendAsync(CallerRequest.Chat(number == 1 ? Samples.Stream : Samples.Chat)));
        }

        Assert.Equal([200, 200, 429], replies.Select(reply => reply.Status));
        Assert.Equal(["2", "2", "2"], replies.Select(reply => reply.Head["x-ratelimit-limit-requests"]));
        Assert.Equal(["1", "0", "0"], replies.Select(reply => reply.Head["x-ratelimit-remaining-requests"]));
        Assert.All(replies, reply => Assert.Matches("^(\\d+h)?(\\d+m)?(\\d+(\\.\\d+)?s)?(\\d+ms)?$", reply.Head["x-ratelimit-reset-requests"]));
        Assert.All(replies, reply => Assert.NotEmpty(reply.Head["x-ratelimit-reset-requests"]!));

        var refused = replies[2];
        Assert.Equal(("rate_limit_exceeded", "rate_limit_error"), (refused.ErrorCode, refused.Json.GetProperty("error").GetProperty("type").GetString()));
        var seconds = int.Parse(refused.Head["retry-after"]!, CultureInfo.InvariantCulture);
        var milliseconds = int.Parse(refused.Head["retry-after-ms"]!, CultureInfo.InvariantCulture);
        Assert.InRange(seconds, 50, 61);
        Assert.InRange(milliseconds, (seconds - 1) * 1000, seconds * 1000);
    }

    [Fact]
    public async Task What_fails_authentication_does_not_count_and_any_other_answer_does()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "4"));
        rig.Upstream.Play(Answer.Json("""{"error":{"message":"no","type":"x","param":null,"code":null}}""", 400));
        Assert.Equal(401, (await rig.SendAsync(CallerRequest.Chat() with { Key = null })).Status);
        Assert.Equal(401, (await rig.SendAsync(CallerRequest.Chat() with { Key = "wrong-wrong-wrong" })).Status);

        Assert.Equal(404, (await rig.SendAsync(CallerRequest.Get("/v1/nowhere"))).Status);
        Assert.Equal(405, (await rig.SendAsync(CallerRequest.Get("/v1/chat/completions"))).Status);
        Assert.Equal(400, (await rig.SendAsync(CallerRequest.Chat("[]"))).Status);
        Assert.Equal(400, (await rig.SendAsync(CallerRequest.Chat())).Status);
        Assert.Equal(429, (await rig.SendAsync(CallerRequest.Chat())).Status);
    }

    [Fact]
    public async Task A_refused_request_costs_no_body_and_no_upstream_call()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "1"));
        var script = rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat())).Status);

        using var client = await rig.ConnectAsync();
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Length: 1000000\r\n\r\n{{");
        Assert.Equal(429, (await client.ReadAnswerAsync()).Status);
        Assert.Equal(1, script.Count);
    }

    [Fact]
    public async Task Health_and_metrics_are_never_limited()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "1"), ("RATE_LIMIT_BY", "ip"));
        foreach (var path in new[] { "/health", "/", "/livez", "/readyz", "/metrics", "/health", "/metrics" })
        {
            Assert.Equal(200, (await rig.SendAsync(CallerRequest.Get(path))).Status);
        }

        rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat())).Status);
        Assert.Equal(429, (await rig.SendAsync(CallerRequest.Chat())).Status);
    }

    [Fact]
    public async Task By_address_two_keys_share_one_limit_and_no_forged_header_escapes_it()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "2"), ("RATE_LIMIT_BY", "ip"));
        rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat())).Status);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat() with { Key = Rig.OtherKey })).Status);
        Assert.Equal(429, (await rig.SendAsync(CallerRequest.Chat().With(("X-Forwarded-For", "203.0.113.9")))).Status);
    }

    [Fact]
    public async Task By_address_a_trusted_proxy_is_believed_up_to_the_first_hop_that_is_not_trusted()
    {
        await using var rig = await Rig.StartAsync(
            ("RATE_LIMIT_REQUESTS_PER_MINUTE", "1"), ("RATE_LIMIT_BY", "ip"), ("TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8"));
        rig.Upstream.Play(Answer.Chat);
        Task<RawAnswer> From(string forwarded) => rig.SendAsync(CallerRequest.Chat().With(("X-Forwarded-For", forwarded)));

        var first = await From("203.0.113.1");
        Assert.Equal(200, first.Status);
        Assert.Equal(200, (await From("203.0.113.2, 10.1.1.1")).Status);
        Assert.Equal(429, (await From("198.51.100.77, 203.0.113.1")).Status);
        Assert.Equal(429, (await From("203.0.113.2")).Status);
        Assert.Equal("203.0.113.1", (await rig.Gateway.WaitForAccessLineAsync(first.Head["x-request-id"]!))["client_ip"]);
    }

    [Fact]
    public async Task Zero_is_no_limit()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "0"));
        rig.Upstream.Play(Answer.Chat);
        using var client = await rig.ConnectAsync();
        for (var number = 0; number < 100; number++)
        {
            await client.SendAsync(CallerRequest.Chat());
            Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
        }
    }

    [Fact]
    public async Task The_limit_is_sixty_where_nothing_is_said()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", ""));
        rig.Upstream.Play(Answer.Chat);
        Assert.Equal("60", (await rig.SendAsync(CallerRequest.Chat())).Head["x-ratelimit-limit-requests"]);
    }
}
