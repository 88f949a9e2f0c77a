using System.Net;
using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace AiGateway.EndToEnd.Sdk;

/// <summary>Anthropic's SDK for .NET, unmodified, as a caller of models of every dialect. It checks that what it gets has every member that must be there.</summary>
public sealed class AnthropicDialectTests(DialectFixture fixture) : IClassFixture<DialectFixture>
{
    private static readonly Tool Weather = new()
    {
        Name = "weather",
        Description = "Tells the weather",
        InputSchema = new InputSchema { Properties = new Dictionary<string, JsonElement> { ["city"] = JsonElement.Parse("""{"type":"string"}""") }, Required = ["city"] },
    };

    public static TheoryData<string> Models => DialectFixture.Models;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Plain(string model)
    {
        using var client = Client();
        var answer = await client.Messages.Create(Ask(model, "Hi") with { System = "Be brief." }, Token);
        Assert.Equal("Hello there", TextOf(answer));
        Assert.Equal((StopReason.EndTurn, 9L, 3L), (answer.StopReason!.Value(), answer.Usage.InputTokens, answer.Usage.OutputTokens));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Stream(string model)
    {
        using var client = Client();
        var answer = await client.Messages.CreateStreaming(Ask(model, "Hi") with { System = "Be brief." }, Token).Aggregate();
        Assert.Equal("Hello there", TextOf(answer));
        Assert.Equal((StopReason.EndTurn, 3L), (answer.StopReason!.Value(), answer.Usage.OutputTokens));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Tools(string model)
    {
        using var client = Client(isChecked: model != "on-anthropic");
        var request = Ask(model, "The weather in both?") with { Tools = [Weather] };
        var first = await client.Messages.Create(request, Token);
        Assert.Equal(StopReason.ToolUse, first.StopReason!.Value());
        var calls = first.Content.Select(block => block.Value).OfType<ToolUseBlock>().ToArray();
        Assert.Equal(["Berlin", "Paris"], calls.Select(call => call.Input["city"].GetString()));

        var said = first.Content.Select(block => new ContentBlockParam(block.Json)).ToList();
        var results = calls.Select(call => (ContentBlockParam)new ToolResultBlockParam(call.ID) { Content = "20 degrees" }).ToList();
        var second = await client.Messages.Create(
            request with { Messages = [.. request.Messages, new AssistantMessageParam(said), new UserMessageParam(results)] }, Token);
        Assert.Equal("Take no coat.", TextOf(second));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Errors(string model)
    {
        using var client = Client();
        var throttled = await Assert.ThrowsAsync<AnthropicRateLimitException>(() => client.Messages.Create(Ask(model, "slow"), Token));
        Assert.Equal((HttpStatusCode.TooManyRequests, "Too many requests of yours"), (throttled.StatusCode, throttled.ApiMessage));

        var refused = await Assert.ThrowsAsync<AnthropicBadRequestException>(() => client.Messages.Create(Ask(model, "wrong"), Token));
        Assert.Equal("That cannot be asked", refused.ApiMessage);
    }

    private static MessageCreateParams Ask(string model, string text) => new() { Model = model, MaxTokens = 4_000, Messages = [new UserMessageParam(text)] };

    private static string TextOf(Message message) => string.Concat(message.Content.Select(block => block.Value).OfType<TextBlock>().Select(block => block.Text));

    // What the provider of this very dialect leaves out (aimock does not say who called a tool) is not added on its way.
    private AnthropicClient Client(bool isChecked = true) =>
        new(new ClientOptions { BaseUrl = fixture.Url, ApiKey = Rig.Key, MaxRetries = 0, Timeout = Deadline.Usual, ResponseValidation = isChecked });
}
