using System.Globalization;

namespace AiGateway.EndToEnd.Keys;

public sealed class ThrottleTests
{
    [Fact]
    public async Task More_than_600_failed_authentications_a_minute_are_throttled_and_a_valid_key_never_is()
    {
        await using var rig = await Rig.StartAsync();
        var script = rig.Upstream.Play(Answer.Chat);
        var wrong = CallerRequest.Chat() with { Key = "gw-test-key-that-is-wrong" };

        var statuses = new List<int>();
        RawAnswer? throttled = null;
        using var client = await rig.ConnectAsync();
        for (var number = 0; number < 620; number++)
        {
            await client.SendAsync(wrong with { Target = "/v1/models", Method = "GET", Body = null, ContentType = null });
            var reply = await client.ReadAnswerAsync();
            statuses.Add(reply.Status);
            throttled = reply.Status == 429 ? reply : throttled;
            if (number is 5 or 615)
            {
                Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat())).Status);
            }
        }

        Assert.Equal(Enumerable.Repeat(401, 600).Concat(Enumerable.Repeat(429, 20)), statuses);
        Assert.Equal("rate_limit_exceeded", throttled!.ErrorCode);
        Assert.InRange(int.Parse(throttled.Head["retry-after"]!, CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(2, script.Count);
    }
}
