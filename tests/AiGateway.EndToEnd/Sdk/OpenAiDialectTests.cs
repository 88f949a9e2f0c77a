using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace AiGateway.EndToEnd.Sdk;

/// <summary>OpenAI's SDK for .NET, unmodified, as a caller of models of every dialect.</summary>
public sealed class OpenAiDialectTests(DialectFixture fixture) : IClassFixture<DialectFixture>
{
    public static TheoryData<string> Models => DialectFixture.Models;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Plain(string model)
    {
        var answer = (await Client(model).CompleteChatAsync([new SystemChatMessage("Be brief."), new UserChatMessage("Hi")], new ChatCompletionOptions { Temperature = 0.5f }, Token)).Value;
        Assert.Equal(("Hello there", ChatFinishReason.Stop), (answer.Content[0].Text, answer.FinishReason));
        Assert.Equal((9, 3, 12), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Stream(string model)
    {
        var (text, finish, tokens) = ("", default(ChatFinishReason?), 0);
        await foreach (var update in Client(model).CompleteChatStreamingAsync([new SystemChatMessage("Be brief."), new UserChatMessage("Hi")], cancellationToken: Token))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
            tokens += update.Usage?.TotalTokenCount ?? 0;
        }

        Assert.Equal(("Hello there", ChatFinishReason.Stop, 12), (text, finish, tokens));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Tools(string model)
    {
        List<ChatMessage> messages = [new UserChatMessage("The weather in both?")];
        var options = new ChatCompletionOptions
        {
            Tools =
            {
                ChatTool.CreateFunctionTool(
                    "weather", "Tells the weather", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""")),
            },
        };
        var first = (await Client(model).CompleteChatAsync(messages, options, Token)).Value;
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        Assert.Equal(["Berlin", "Paris"], first.ToolCalls.Select(call => JsonElement.Parse(call.FunctionArguments).GetProperty("city").GetString()));

        messages.Add(new AssistantChatMessage(first));
        messages.AddRange(first.ToolCalls.Select(call => new ToolChatMessage(call.Id, "20 degrees")));
        Assert.Equal("Take no coat.", (await Client(model).CompleteChatAsync(messages, options, Token)).Value.Content[0].Text);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Errors(string model)
    {
        var throttled = await Assert.ThrowsAsync<ClientResultException>(() => Client(model).CompleteChatAsync([new UserChatMessage("slow")], cancellationToken: Token));
        Assert.Equal(429, throttled.Status);
        Assert.Contains("Too many requests of yours", throttled.Message, StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Client(model).CompleteChatAsync([new UserChatMessage("wrong")], cancellationToken: Token));
        Assert.Equal(400, refused.Status);
        Assert.Contains("That cannot be asked", refused.Message, StringComparison.Ordinal);
    }

    private ChatClient Client(string model) => new(
        model,
        new ApiKeyCredential(Rig.Key),
        new OpenAIClientOptions { Endpoint = new Uri($"{fixture.Url}/v1"), RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = Deadline.Usual });
}
