using System.Net;
using System.Text;
using AiGateway.Demo;

namespace AiGateway.Tests.Demo;

public sealed class SimulatedProviderTests
{
    [Fact]
    public async Task It_takes_a_free_port_and_says_which()
    {
        await using var one = await SimulatedServer.StartAsync();
        await using var other = await SimulatedServer.StartAsync();
        Assert.Equal("/v1", one.BaseAddress.AbsolutePath);
        Assert.Equal("127.0.0.1", one.BaseAddress.Host);
        Assert.NotEqual(0, one.BaseAddress.Port);
        Assert.NotEqual(one.BaseAddress.Port, other.BaseAddress.Port);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error()
    {
        await using var server = await SimulatedServer.StartAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => SimulatedProvider.StartAsync(
            new IPEndPoint(IPAddress.Loopback, server.BaseAddress.Port), TimeProvider.System, null, SimulatedServer.Cancelled));
    }

    [Fact]
    public async Task Two_providers_share_nothing()
    {
        await using var one = await SimulatedServer.StartAsync();
        await using var other = await SimulatedServer.StartAsync();
        await one.RefusalAsync("chat/completions", SimulatedServer.ChatBody("Hi", model: "sim-flaky"), HttpStatusCode.InternalServerError);
        await other.RefusalAsync("chat/completions", SimulatedServer.ChatBody("Hi", model: "sim-flaky"), HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Stopping_breaks_off_what_is_under_way()
    {
        var server = await SimulatedServer.StartAsync();
        var silent = server.PostAsync("chat/completions", SimulatedServer.ChatBody("Hi", model: "sim-timeout"));
        using var stalled = await server.PostAsync("chat/completions", SimulatedServer.ChatBody("Hi", "\"stream\":true", "sim-stall"));
        using var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        var open = client.PostAsync("chat/completions", new StringContent(SimulatedServer.ChatBody("Hi", model: "sim-timeout")), SimulatedServer.Cancelled);
        await server.ChatAsync("Hi");
        await server.DisposeAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => open);
        await Assert.ThrowsAnyAsync<Exception>(() => silent);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_ends_the_wait()
    {
        var time = new PatientTime();
        await using var server = await SimulatedServer.StartAsync(time);
        var answer = server.PostAsync("chat/completions", SimulatedServer.ChatBody("Hi", "\"stream\":true"));
        await time.UntilAsync(1, SimulatedServer.Cancelled);
        server.Client.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await time.UntilAsync(0, SimulatedServer.Cancelled);
    }

    [Fact]
    public async Task Every_answer_has_an_id()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var good = await server.PostAsync("chat/completions", SimulatedServer.ChatBody("Hi"));
        using var bad = await server.PostAsync("chat/completions", "{}");
        var ids = new[] { good, bad }.Select(response => Assert.Single(response.Headers.GetValues("x-request-id"))).ToList();
        Assert.All(ids, id => Assert.StartsWith("req_", id));
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Fact]
    public async Task No_key_is_asked_for()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var response = await server.Client.GetAsync("models", SimulatedServer.Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"model\":\"sim-chat\",}")]
    [InlineData("{\"model\":\"sim-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}")]
    [InlineData("{\"model\":\"sim-chat\",\"\\uDC00\":1}")]
    public async Task What_is_no_JSON_object_is_refused(string body)
    {
        await using var server = await SimulatedServer.StartAsync();
        var error = await server.RefusalAsync("chat/completions", body, HttpStatusCode.BadRequest);
        Assert.StartsWith("We could not parse the JSON body", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_and_nesting_without_end_are_refused()
    {
        await using var server = await SimulatedServer.StartAsync();
        byte[] broken = [.. "{\"model\":\""u8, 0xFF, .. "\"}"u8];
        using var one = await server.Client.PostAsync("chat/completions", new ByteArrayContent(broken), SimulatedServer.Cancelled);
        await SimulatedServer.ErrorAsync(one, HttpStatusCode.BadRequest);
        await server.RefusalAsync("chat/completions", "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}", HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused(bool chunked)
    {
        await using var server = await SimulatedServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions") { Content = new ByteArrayContent(new byte[SimulatedProvider.LargestJsonBody + 1]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await server.Client.SendAsync(request, SimulatedServer.Cancelled);
        await SimulatedServer.ErrorAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("GET", "/v1/unknown", HttpStatusCode.NotFound)]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/files//content", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/models/a/b", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v1/chat/completions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/v1/files/1", HttpStatusCode.MethodNotAllowed)]
    public async Task An_unknown_path_or_method_is_an_error_in_openais_shape(string method, string path, HttpStatusCode status)
    {
        await using var server = await SimulatedServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Client.SendAsync(request, SimulatedServer.Cancelled);
        await SimulatedServer.ErrorAsync(response, status);
        Assert.Equal(status == HttpStatusCode.MethodNotAllowed, response.Content.Headers.Allow.Count > 0);
    }

    [Fact]
    public async Task Many_requests_are_answered_at_once()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => server.ChatStreamAsync($"Number {number}", model: "sim-fast")));
        for (var number = 0; number < answers.Length; number++)
        {
            var text = new StringBuilder();
            foreach (var chunk in answers[number][1..^2])
            {
                text.Append(chunk.Delta.GetProperty("content").GetString());
            }

            Assert.Contains($"\"Number {number}\"", text.ToString());
        }
    }
}
