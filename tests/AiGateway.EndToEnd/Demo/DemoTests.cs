using System.ClientModel;
using System.Diagnostics;
using OpenAI;
using OpenAI.Chat;

namespace AiGateway.EndToEnd.Demo;

public sealed class DemoTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_line_that_it_prints_works()
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", demo.Curl]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync(Token).Within("curl's output");
        await shell.WaitForExitAsync(Token).Within("curl to end");
        Assert.Equal(0, shell.ExitCode);
        Assert.StartsWith("data: {", output, StringComparison.Ordinal);
        Assert.EndsWith(Samples.Done, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_where_HOST_says()
    {
        await using var other = GatewayProcess.Launch(Start("127.0.0.2"));
        await Deadline.UntilAsync(() => other.Output.Any(line => line.Text.Contains("URL", StringComparison.Ordinal)), "the demo tells its address");
        Assert.Contains(other.Output, line => line.Text.Contains("http://127.0.0.2:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.1")]
    public async Task A_HOST_that_is_no_address_is_refused(string host)
    {
        await using var other = GatewayProcess.Launch(Start(host));
        Assert.Equal(78, await other.WaitForExitAsync());
        Assert.Contains("HOST", other.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SDK_finds_its_models_talks_to_one_and_gets_vectors()
    {
        var client = new OpenAIClient(new ApiKeyCredential(demo.Key), new OpenAIClientOptions { Endpoint = new Uri($"http://127.0.0.1:{demo.Port}/v1") });
        var models = await client.GetOpenAIModelClient().GetModelsAsync(Token);
        Assert.Contains(models.Value, model => model.Id == "sim-chat");

        var text = "";
        await foreach (var update in client.GetChatClient("sim-fast").CompleteChatStreamingAsync([new UserChatMessage("Hello!")], cancellationToken: Token))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        Assert.NotEmpty(text);
        var answer = await client.GetChatClient("sim-fast").CompleteChatAsync([new UserChatMessage("Hello!")], cancellationToken: Token);
        Assert.True(answer.Value.Usage.OutputTokenCount > 0);
        Assert.NotEmpty((await client.GetEmbeddingClient("sim-embedding").GenerateEmbeddingAsync("Hello!", cancellationToken: Token)).Value.ToFloats().ToArray());
    }

    [Theory]
    [InlineData("sim-error-400", 400, "invalid_value")]
    [InlineData("sim-error-401", 502, "upstream_auth_error")]
    [InlineData("sim-error-403", 502, "upstream_auth_error")]
    [InlineData("sim-error-404", 404, "model_not_found")]
    [InlineData("sim-error-429", 429, "rate_limit_exceeded")]
    [InlineData("sim-error-429-quota", 429, "insufficient_quota")]
    [InlineData("sim-error-500", 500, null)]
    [InlineData("sim-error-503", 503, null)]
    [InlineData("sim-context-length", 400, "context_length_exceeded")]
    [InlineData("sim-content-filter-400", 400, "content_policy_violation")]
    [InlineData("sim-html", 502, "response_error")]
    [InlineData("sim-empty", 502, "response_error")]
    public async Task A_model_that_refuses_is_refused_alike_with_and_without_a_stream(string model, int status, string? code)
    {
        foreach (var body in new[] { Body(model, stream: false), Body(model, stream: true) })
        {
            var reply = await demo.SendAsync(CallerRequest.Chat(body));
            Assert.Equal(status, reply.Status);
            if (code is not null)
            {
                Assert.Equal(code, reply.ErrorCode);
            }
        }
    }

    [Theory]
    [InlineData("sim-cut", "stream_interrupted")]
    [InlineData("sim-malformed", "stream_interrupted")]
    [InlineData("sim-error-midstream", "\"error\"")]
    public async Task A_model_that_breaks_in_its_stream_is_told_there(string model, string told)
    {
        var reply = await demo.SendAsync(CallerRequest.Chat(Body(model, stream: true)));
        Assert.Equal((200, false), (reply.Status, reply.Whole));
        Assert.Contains(told, reply.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sim-no-done")]
    [InlineData("sim-refuses-stream-options")]
    [InlineData("sim-no-usage")]
    [InlineData("sim-content-filter")]
    public async Task A_model_that_is_only_odd_is_made_good(string model)
    {
        var reply = await demo.SendAsync(CallerRequest.Chat(Body(model, stream: true)));
        Assert.Equal((200, true), (reply.Status, reply.Whole));
        Assert.EndsWith(Samples.Done, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_answers_that_are_no_streams_are_errors()
    {
        var reply = await demo.SendAsync(CallerRequest.Chat(Body("sim-cut", stream: false)));
        Assert.Equal((502, "response_error"), (reply.Status, reply.ErrorCode));
    }

    private static GatewayStart Start(string host) =>
        new() { Arguments = ["demo"], Environment = new Dictionary<string, string> { ["PORT"] = "0", ["HOST"] = host } };

    private static string Body(string model, bool stream) =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hello!"}]}""";
}
