using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Demo.Models;

namespace AiGateway.Tests.Demo;

public sealed class FaultTests
{
    private const int EventsBeforeFault = 5;

    [Theory]
    [InlineData("sim-error-400", 400, "invalid_request_error", "invalid_value")]
    [InlineData("sim-error-401", 401, "invalid_request_error", "invalid_api_key")]
    [InlineData("sim-error-403", 403, "permission_error", "unsupported_country_region_territory")]
    [InlineData("sim-error-404", 404, "invalid_request_error", "model_not_found")]
    [InlineData("sim-error-429", 429, "requests", "rate_limit_exceeded")]
    [InlineData("sim-error-429-quota", 429, "insufficient_quota", "insufficient_quota")]
    [InlineData("sim-error-500", 500, "server_error", null)]
    [InlineData("sim-error-503", 503, "server_error", null)]
    [InlineData("sim-context-length", 400, "invalid_request_error", "context_length_exceeded")]
    [InlineData("sim-content-filter-400", 400, "invalid_request_error", "content_policy_violation")]
    public async Task A_refusing_model_refuses_on_every_endpoint(string model, int status, string type, string? code)
    {
        await using var server = await SimulatedServer.StartAsync();
        foreach (var path in new[] { "chat/completions", "completions", "responses", "embeddings", "images/generations", "audio/speech", "rerank", "moderations" })
        {
            var error = await server.RefusalAsync(path, SimulatedServer.ChatBody("Hi", "\"stream\":true", model), (HttpStatusCode)status);
            Assert.Equal(type, error.GetProperty("type").GetString());
            Assert.Equal(code, error.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_try_again_and_a_quota_does_not()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var limited = await server.PostAsync("chat/completions", SimulatedServer.ChatBody("Hi", model: "sim-error-429"));
        Assert.Equal(TimeSpan.FromSeconds(2), limited.Headers.RetryAfter?.Delta);
        Assert.Equal(["2000"], limited.Headers.GetValues("retry-after-ms"));
        using var spent = await server.PostAsync("chat/completions", SimulatedServer.ChatBody("Hi", model: "sim-error-429-quota"));
        Assert.Null(spent.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_content_filter_ends_an_answer_early()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("Hi", model: "sim-content-filter");
        Assert.Equal("content_filter", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(5, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());

        var response = await server.AskAsync("responses", """{"model":"sim-content-filter","input":"Hi"}""");
        Assert.Equal("incomplete", response.GetProperty("status").GetString());
        Assert.Equal("content_filter", response.GetProperty("incomplete_details").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_flaky_model_fails_every_other_time()
    {
        await using var server = await SimulatedServer.StartAsync();
        for (var round = 0; round < 3; round++)
        {
            await server.RefusalAsync("chat/completions", SimulatedServer.ChatBody("Hi", model: "sim-flaky"), HttpStatusCode.InternalServerError);
            await server.ChatAsync("Hi", model: "sim-flaky");
        }
    }

    [Fact]
    public async Task Stream_options_are_refused_by_the_model_that_does_so()
    {
        await using var server = await SimulatedServer.StartAsync();
        var body = SimulatedServer.ChatBody("Hi", """
            "stream":true,"stream_options":{"include_usage":true}
            """, "sim-refuses-stream-options");
        var error = await server.RefusalAsync("chat/completions", body, HttpStatusCode.BadRequest);
        Assert.Equal("stream_options", error.GetProperty("param").GetString());
        Assert.Equal("[DONE]", (await server.ChatStreamAsync("Hi", model: "sim-refuses-stream-options"))[^1].Data);
    }

    [Theory]
    [InlineData("sim-slow", 20_000)]
    [InlineData("sim-slow-1500ms", 1500)]
    public async Task A_slow_model_waits_before_its_first_byte(string model, int milliseconds)
    {
        await using var server = await SimulatedServer.StartAsync();
        await server.ChatStreamAsync("Hi", model: model);
        Assert.True(server.Time.Waits.TryPeek(out var first));
        Assert.Equal(milliseconds, first.TotalMilliseconds);
    }

    [Fact]
    public async Task A_slow_stream_waits_a_second_between_tokens()
    {
        await using var server = await SimulatedServer.StartAsync();
        await server.ChatStreamAsync("Hi", model: "sim-slow-stream");
        Assert.All(server.Time.Waits.Skip(1), wait => Assert.InRange(wait.TotalMilliseconds, 750, 1250));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_times_out_sends_no_head(bool stream)
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = server.PostAsync("chat/completions", SimulatedServer.ChatBody("Hi", $"\"stream\":{(stream ? "true" : "false")}", "sim-timeout"));
        // Whatever else is asked meanwhile gets its answer: the silence is not that of a blocked server.
        await server.ChatAsync("Hi");
        Assert.False(answer.IsCompleted);
        server.Client.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("chat/completions")]
    [InlineData("completions")]
    [InlineData("responses")]
    public async Task A_cut_stream_breaks_after_some_events(string path)
    {
        await using var server = await SimulatedServer.StartAsync(TimeProvider.System);
        using var response = await server.PostAsync(path, Body("sim-cut", stream: true));
        var (text, whole) = await ReadToTheEndAsync(response);
        Assert.False(whole);
        Assert.Equal(EventsBeforeFault, ServerSentEvent.Parse(text).Count);
    }

    [Fact]
    public async Task A_cut_answer_breaks_in_the_middle_of_its_body()
    {
        await using var server = await SimulatedServer.StartAsync(TimeProvider.System);
        using var response = await server.PostAsync("chat/completions", Body("sim-cut", stream: false));
        var (text, whole) = await ReadToTheEndAsync(response);
        Assert.False(whole);
        Assert.True(text.Length < response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stalled_answer_stays_open(bool stream)
    {
        await using var server = await SimulatedServer.StartAsync();
        using var response = await server.PostAsync("chat/completions", Body("sim-stall", stream));
        await using var body = await response.Content.ReadAsStreamAsync(SimulatedServer.Cancelled);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        bool HasStalled() => stream ? text.ToString().Split("\n\n").Length == EventsBeforeFault + 1 : text.Length == response.Content.Headers.ContentLength / 2;
        while (!HasStalled())
        {
            var read = await body.ReadAsync(buffer, SimulatedServer.Cancelled);
            Assert.NotEqual(0, read);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        var more = body.ReadAsync(buffer, SimulatedServer.Cancelled).AsTask();
        await server.ChatAsync("Hi");
        Assert.False(more.IsCompleted);
    }

    [Theory]
    [InlineData(true, ": heartbeat\n\n")]
    [InlineData(false, " ")]
    public async Task Heartbeats_come_without_an_answer(bool stream, string heartbeat)
    {
        await using var server = await SimulatedServer.StartAsync();
        using var response = await server.PostAsync("chat/completions", Body("sim-heartbeats", stream));
        await using var body = await response.Content.ReadAsStreamAsync(SimulatedServer.Cancelled);
        var bytes = new byte[heartbeat.Length * 20];
        await body.ReadExactlyAsync(bytes, SimulatedServer.Cancelled);
        Assert.Equal(string.Concat(Enumerable.Repeat(heartbeat, 20)), Encoding.UTF8.GetString(bytes));
        Assert.Contains(TimeSpan.FromSeconds(1), server.Time.Waits);
    }

    [Fact]
    public async Task An_error_can_come_first_or_midstream_and_ends_the_stream()
    {
        await using var server = await SimulatedServer.StartAsync();
        var first = await server.ChatStreamAsync("Hi", model: "sim-error-first-event");
        Assert.Equal("server_error", Assert.Single(first).Json.GetProperty("error").GetProperty("type").GetString());
        var midway = await server.ChatStreamAsync("Hi", model: "sim-error-midstream");
        Assert.Equal(EventsBeforeFault + 1, midway.Count);
        Assert.Equal("server_error", midway[^1].Json.GetProperty("error").GetProperty("type").GetString());
        Assert.All(midway[..^1], chunk => Assert.False(chunk.Json.TryGetProperty("error", out _)));
        await server.RefusalAsync("chat/completions", Body("sim-error-midstream", stream: false), HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task An_error_in_a_response_has_the_shape_of_its_events()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.StreamAsync("responses", Body("sim-error-midstream", stream: true));
        Assert.Equal("error", events[^1].Name);
        Assert.Equal("error", events[^1].Json.GetProperty("type").GetString());
        Assert.Equal(EventsBeforeFault, events[^1].Json.GetProperty("sequence_number").GetInt32());
    }

    [Fact]
    public async Task A_fault_comes_even_when_the_answer_is_short()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.ChatStreamAsync("Hi", "\"max_tokens\":1", "sim-error-midstream");
        Assert.True(events[^1].Json.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_malformed_answer_is_not_JSON()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.ChatStreamAsync("Hi", model: "sim-malformed");
        Assert.All(events[..EventsBeforeFault], chunk => Assert.Equal(JsonValueKind.Object, chunk.Json.ValueKind));
        Assert.ThrowsAny<JsonException>(() => events[EventsBeforeFault].Json);
        Assert.Equal("[DONE]", events[^1].Data);
        using var response = await server.PostAsync("chat/completions", Body("sim-malformed", stream: false));
        await Assert.ThrowsAnyAsync<JsonException>(() => SimulatedServer.ReadAsync(response));
    }

    [Fact]
    public async Task A_stream_can_end_without_saying_so()
    {
        await using var server = await SimulatedServer.StartAsync();
        var chunks = await server.ChatStreamAsync("Hi", model: "sim-no-done");
        Assert.Equal("stop", chunks[^1].Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        var events = await server.StreamAsync("responses", Body("sim-no-done", stream: true));
        Assert.Equal("response.output_item.done", events[^1].Name);
    }

    [Fact]
    public async Task Usage_can_be_missing()
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.False((await server.ChatAsync("Hi", model: "sim-no-usage")).TryGetProperty("usage", out _));
        var events = await server.ChatStreamAsync("Hi", """
            "stream_options":{"include_usage":true}
            """, "sim-no-usage");
        Assert.All(events[..^1], chunk => Assert.False(chunk.Json.TryGetProperty("usage", out _)));
        var response = await server.AskAsync("responses", Body("sim-no-usage", stream: false));
        Assert.Equal(JsonValueKind.Null, response.GetProperty("usage").ValueKind);
    }

    [Fact]
    public async Task A_200_can_be_a_page_or_nothing()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var page = await server.PostAsync("chat/completions", Body("sim-html", stream: true));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<!doctype html>", await page.Content.ReadAsStringAsync(SimulatedServer.Cancelled));
        using var nothing = await server.PostAsync("embeddings", Body("sim-empty", stream: false));
        Assert.Equal(HttpStatusCode.OK, nothing.StatusCode);
        Assert.Empty(await nothing.Content.ReadAsByteArrayAsync(SimulatedServer.Cancelled));
    }

    [Fact]
    public void Every_model_that_fails_is_in_one_of_these_tests()
    {
        var tested = new HashSet<string>(
        [
            "sim-error-400", "sim-error-401", "sim-error-403", "sim-error-404", "sim-error-429", "sim-error-429-quota", "sim-error-500", "sim-error-503",
            "sim-context-length", "sim-content-filter", "sim-content-filter-400", "sim-flaky", "sim-refuses-stream-options", "sim-slow", "sim-slow-<n>ms",
            "sim-slow-stream", "sim-timeout", "sim-heartbeats", "sim-stall", "sim-cut", "sim-error-first-event", "sim-error-midstream", "sim-malformed",
            "sim-no-done", "sim-no-usage", "sim-html", "sim-empty",
        ]);
        var failing = SimulatedModels.All.Where(model => model.Kind == ModelKind.Any || model.EarlyFinish is not null || model.RefusesStreamOptions);
        Assert.Equal(tested.Order(), failing.Select(model => model.Name).Order());
    }

    private static string Body(string model, bool stream) =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}],"prompt":"Hi","input":"Hi","stream":{{(stream ? "true" : "false")}}}""";

    private static async Task<(string Text, bool Whole)> ReadToTheEndAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync(SimulatedServer.Cancelled);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await body.ReadAsync(buffer, SimulatedServer.Cancelled) is > 0 and var read)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }

            return (text.ToString(), true);
        }
        catch (IOException)
        {
            return (text.ToString(), false);
        }
    }
}
