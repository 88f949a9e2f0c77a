using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Files;

namespace AiGateway.EndToEnd.Sdk;

/// <summary>The official .NET SDK, unmodified, as a caller.</summary>
public sealed class DotnetSdkTests : IClassFixture<SdkFixture>
{
    private readonly Rig _rig;
    private readonly SdkUpstream _upstream = new();
    private readonly OpenAIClient _client;

    public DotnetSdkTests(SdkFixture fixture)
    {
        _rig = fixture.Rig;
        _rig.Upstream.Play(_upstream.AnswerAsync);
        _client = Client(Rig.Key);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat()
    {
        var answer = await _client.GetChatClient("plain").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Token);
        Assert.Equal("Hello there", answer.Value.Content[0].Text);
        Assert.Equal((9, 3), (answer.Value.Usage.InputTokenCount, answer.Value.Usage.OutputTokenCount));
        Assert.True(answer.GetRawResponse().Headers.TryGetValue("x-request-id", out _));
    }

    [Fact]
    public async Task Stream()
    {
        var text = "";
        ChatFinishReason? finish = null;
        await foreach (var update in _client.GetChatClient("plain").CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: Token))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
        }

        Assert.Equal(("Hello there", ChatFinishReason.Stop), (text, finish));
    }

    [Fact]
    public async Task Tools()
    {
        var answer = await _client.GetChatClient("tools").CompleteChatAsync([new UserChatMessage("Weather?")], WithTool(), Token);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.Value.FinishReason);
        var call = Assert.Single(answer.Value.ToolCalls);
        Assert.Equal(("weather", "Berlin"), (call.FunctionName, JsonElement.Parse(call.FunctionArguments).GetProperty("city").GetString()));
    }

    [Fact]
    public async Task Tools_streamed()
    {
        var arguments = "";
        await foreach (var update in _client.GetChatClient("tools").CompleteChatStreamingAsync([new UserChatMessage("Weather?")], WithTool(), Token))
        {
            arguments += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionArgumentsUpdate?.ToString()));
        }

        Assert.Equal("Berlin", JsonElement.Parse(arguments).GetProperty("city").GetString());
    }

    [Fact]
    public async Task Structured_output()
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("place", schema, jsonSchemaIsStrict: true) };
        var answer = await _client.GetChatClient("structured").CompleteChatAsync([new UserChatMessage("Where?")], options, Token);
        Assert.Equal("Berlin", JsonElement.Parse(answer.Value.Content[0].Text).GetProperty("city").GetString());
    }

    [Fact]
    public async Task Abort()
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in _client.GetChatClient("endless").CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: abort.Token))
            {
                Assert.Equal("tick", update.ContentUpdate[0].Text);
                await abort.CancelAsync();
            }
        });
        await _upstream.Left.Task.Within("the upstream to be cancelled");
    }

    [Fact]
    public async Task A_stream_that_breaks_is_an_error_after_what_came_before()
    {
        var text = "";
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in _client.GetChatClient("broken").CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: Token))
            {
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            }
        });
        Assert.Equal("Hello", text);
    }

    [Theory]
    [InlineData("refused", 400, "context_length_exceeded")]
    [InlineData("unknown", 404, "model_not_found")]
    [InlineData("throttled", 429, "rate_limit_exceeded")]
    [InlineData("down", 502, "response_error")]
    public async Task Errors_are_typed(string model, int status, string code)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => _client.GetChatClient(model).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Token));
        Assert.Equal(status, error.Status);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_told()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client("wrong-wrong-wrong").GetOpenAIModelClient().GetModelsAsync(Token));
        Assert.Equal(401, error.Status);
        Assert.Contains("invalid_api_key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_wait_as_Retry_After_says()
    {
        var start = TimeProvider.System.GetTimestamp();
        var answer = await Client(Rig.Key, retries: 2).GetChatClient("throttled-once-dotnet").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Token);
        Assert.Equal("Hello there", answer.Value.Content[0].Text);
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.99));
    }

    [Fact]
    public async Task Models()
    {
        var models = await _client.GetOpenAIModelClient().GetModelsAsync(Token);
        Assert.Equal(["plain", "tools"], models.Value.Select(model => model.Id));
        Assert.Equal("plain", (await _client.GetOpenAIModelClient().GetModelAsync("plain", Token)).Value.Id);
    }

    [Fact]
    public async Task Completions_by_the_raw_protocol()
    {
        var message = _client.Pipeline.CreateMessage();
        message.Request.Method = "POST";
        message.Request.Uri = new Uri($"http://127.0.0.1:{_rig.Gateway.Port}/v1/completions");
        message.Request.Headers.Set("Content-Type", "application/json");
        message.Request.Content = BinaryContent.Create(BinaryData.FromString("""{"model":"plain","prompt":"Hi"}"""));
        await _client.Pipeline.SendAsync(message);
        Assert.Equal(200, message.Response!.Status);
        Assert.Equal("Hello there", JsonElement.Parse(message.Response.Content).GetProperty("choices")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Embeddings()
    {
        var embedding = await _client.GetEmbeddingClient("plain").GenerateEmbeddingAsync("Hi", cancellationToken: Token);
        Assert.Equal([0.5f, -1.25f, 3f], embedding.Value.ToFloats().ToArray());
    }

    [Fact]
    public async Task Files()
    {
        var files = _client.GetOpenAIFileClient();
        var file = await files.UploadFileAsync(BinaryData.FromString("a,b\n1,2\n"), "table.csv", FileUploadPurpose.Assistants);
        Assert.Equal(("file-1", "table.csv"), (file.Value.Id, file.Value.Filename));
        Assert.Equal("a,b\n1,2\n", (await files.DownloadFileAsync("file-1", Token)).Value.ToString());
    }

    [Fact]
    public async Task Audio()
    {
        using var sound = new MemoryStream(new byte[50_000]);
        var transcription = await _client.GetAudioClient("whisper").TranscribeAudioAsync(sound, "a.wav", cancellationToken: Token);
        Assert.Equal("Hello there", transcription.Value.Text);
        var speech = await _client.GetAudioClient("tts").GenerateSpeechAsync("Hi", GeneratedSpeechVoice.Alloy, cancellationToken: Token);
        Assert.Equal(100_000, speech.Value.ToMemory().Length);
    }

    private OpenAIClient Client(string key, int retries = 0) => new(
        new ApiKeyCredential(key),
        new OpenAIClientOptions { Endpoint = new Uri($"http://127.0.0.1:{_rig.Gateway.Port}/v1"), RetryPolicy = new ClientRetryPolicy(retries), NetworkTimeout = Deadline.Usual });

    private static ChatCompletionOptions WithTool() => new()
    {
        Tools = { ChatTool.CreateFunctionTool("weather", "Tells the weather", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")) },
    };
}
