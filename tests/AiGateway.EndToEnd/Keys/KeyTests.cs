namespace AiGateway.EndToEnd.Keys;

public sealed class KeyTests(KeyTests.Fixture fixture) : IClassFixture<KeyTests.Fixture>
{
    public sealed class Fixture() : RigFixture(("GATEWAY_API_KEYS", $" {Rig.Key} ,, {Rig.OtherKey},"));

    private const string Wrong = "gw-test-key-that-is-wrong";

    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("Authorization", "Bearer " + Rig.Key)]
    [InlineData("Authorization", "bearer " + Rig.Key)]
    [InlineData("authorization", "BEARER " + Rig.OtherKey)]
    [InlineData("x-api-key", Rig.Key)]
    [InlineData("X-API-Key", Rig.OtherKey)]
    [InlineData("x-goog-api-key", Rig.Key)]
    [InlineData("api-key", Rig.Key)]
    public async Task Every_carrier_of_a_key_is_taken(string name, string value)
    {
        _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat() with { Key = null };
        Assert.Equal(200, (await _rig.SendAsync(request.With((name, value)))).Status);
    }

    [Fact]
    public async Task Of_several_carriers_the_dialects_own_is_judged_and_no_other()
    {
        _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat() with { Key = null };
        var right = await _rig.SendAsync(request.With(("x-api-key", Wrong), ("Authorization", "Bearer " + Rig.Key), ("api-key", Wrong)));
        var wrong = await _rig.SendAsync(request.With(("x-api-key", Rig.Key), ("Authorization", "Bearer " + Wrong), ("api-key", Rig.Key)));
        Assert.Equal((200, 401), (right.Status, wrong.Status));
    }

    [Theory]
    [InlineData(null, "api_key_required")]
    [InlineData("", "api_key_required")]
    [InlineData("Basic dXNlcjpwYXNz", "invalid_api_key_format")]
    [InlineData(Rig.Key, "invalid_api_key_format")]
    [InlineData("Bearer", "invalid_api_key_format")]
    [InlineData("Bearer ", "invalid_api_key_format")]
    [InlineData("Bearer " + Wrong, "invalid_api_key")]
    [InlineData("Bearer " + Rig.Key + "x", "invalid_api_key")]
    [InlineData("Bearer " + Rig.Key + "," + Rig.OtherKey, "invalid_api_key")]
    [InlineData("Bearer GW-TEST-KEY-ONE-8D1C7F", "invalid_api_key")]
    public async Task A_key_that_is_missing_malformed_or_wrong_is_refused_as_the_original_did(string? authorization, string code)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat() with { Key = null };
        var reply = await _rig.SendAsync(authorization is null ? request : request.With(("Authorization", authorization)));

        Assert.Equal((401, code), (reply.Status, reply.ErrorCode));
        Assert.Equal("authentication_error", reply.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.DoesNotContain(Wrong, reply.Text, StringComparison.Ordinal);
        Assert.Equal(0, script.Count);
    }

    [Fact]
    public async Task A_key_in_the_query_is_no_key_on_OpenAIs_paths()
    {
        _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Post($"/v1/chat/completions?key={Rig.Key}", Samples.Chat) with { Key = null };
        Assert.Equal(401, (await _rig.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Two_Authorization_headers_are_not_both_tried()
    {
        _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat() with { Key = null };
        var reply = await _rig.SendAsync(request.With(("Authorization", "Bearer " + Wrong), ("Authorization", "Bearer " + Rig.Key)));
        Assert.InRange(reply.Status, 400, 401);
    }

    [Fact]
    public async Task A_refused_request_costs_no_body()
    {
        using var client = await _rig.ConnectAsync();
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{");
        Assert.Equal(401, (await client.ReadAnswerAsync()).Status);
    }

    [Fact]
    public async Task Its_own_key_is_what_the_log_names_and_never_shows()
    {
        _rig.Upstream.Play(Answer.Chat);
        var one = await _rig.SendAsync(CallerRequest.Chat());
        var two = await _rig.SendAsync(CallerRequest.Chat() with { Key = Rig.OtherKey });

        var first = await _rig.Gateway.WaitForAccessLineAsync(one.Head["x-request-id"]!);
        var second = await _rig.Gateway.WaitForAccessLineAsync(two.Head["x-request-id"]!);
        Assert.Equal(NameOf(Rig.Key), first["key"]);
        Assert.Equal(NameOf(Rig.OtherKey), second["key"]);
        Assert.DoesNotContain(Rig.Key, _rig.Gateway.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(Rig.OtherKey, _rig.Gateway.AllText, StringComparison.Ordinal);
    }

    private static string NameOf(string key) =>
        "key-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))[..8];
}
