using System.Text;

namespace AiGateway.EndToEnd.Hostile;

public sealed class OverloadTests
{
    private static readonly byte[] s_body = Encoding.ASCII.GetBytes($$"""{"model":"m","messages":[{"role":"user","content":"{{new string('x', 16 * 1024 * 1024)}}"}]}""");

    [Fact]
    public async Task Who_sends_more_than_there_is_room_for_gets_to_read_that_the_gateway_is_full()
    {
        await using var fleet = await Fleet.StartAsync(1, """
            server: { limits: { buffered: 1MiB, request_body: 20MiB } }
            providers: { main: { type: openai, base_url: "{0}", api_key: sk-a } }
            models: { m: { targets: [ { provider: main } ] } }
            """);

        for (var round = 0; round < 3; round++)
        {
            var refused = await fleet.SendAsync(CallerRequest.Post("/v1/chat/completions", "") with { Body = s_body });

            Assert.Equal((503, "overloaded", "close"), (refused.Status, refused.ErrorCode, refused.Head["connection"]));
        }

        Assert.DoesNotContain(fleet.Gateway.Output, line => line.Text.Contains("invalid state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_sends_more_in_chunks_than_is_allowed_gets_to_read_so()
    {
        await using var rig = await Rig.StartAsync();
        using var client = await rig.ConnectAsync();
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var sent = 0; sent < 3; sent++)
        {
            await client.SendAsync($"{s_body.Length:x}\r\n");
            await client.SendAsync(s_body);
            await client.SendAsync("\r\n");
        }

        await client.SendAsync("0\r\n\r\n");

        Assert.Equal(413, (await client.ReadAnswerAsync()).Status);
        Assert.DoesNotContain(rig.Gateway.Output, line => line.Text.Contains("invalid state", StringComparison.Ordinal));
    }
}
