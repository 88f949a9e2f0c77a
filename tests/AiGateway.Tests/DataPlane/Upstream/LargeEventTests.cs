using System.Text;
using AiGateway.Ingress;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class LargeEventTests
{
    private static readonly string s_objects = string.Join(',', Enumerable.Repeat("{}", 30_000));

    [Fact]
    public void An_event_that_is_not_large_takes_nothing()
    {
        var budget = new MemoryBudget(0);

        Assert.True(LargeEvent.TryTake(budget, Encoding.UTF8.GetBytes(s_objects).AsSpan(0, 64 * 1024), out var taken));
        Assert.Equal((0, 0), (taken, budget.Held));
    }

    [Fact]
    public void A_large_one_takes_what_is_made_of_it()
    {
        var budget = new MemoryBudget(20_000_000);
        var large = Encoding.UTF8.GetBytes(s_objects);

        Assert.True(LargeEvent.TryTake(budget, large, out var taken));
        Assert.Equal(taken, budget.Held);
        Assert.True(taken > 30_000 * 320);
        Assert.False(LargeEvent.TryTake(budget, large, out var none));
        Assert.Equal((0, taken), (none, budget.Held));
    }

    [Theory]
    [InlineData("anthropic", "m", true)]
    [InlineData("dashscope", "a-omni", false)]
    public async Task A_stream_of_an_event_that_would_take_more_memory_to_translate_than_there_is_is_no_answer(string type, string model, bool streams)
    {
        using var provider = new ScriptedProvider(
            _ => ScriptedProvider.Answer(200, $"data: {{\"type\":\"x\",\"choices\":[{s_objects}]}}\n\n", "text/event-stream"),
            body: $$"""{"model":"{{model}}","stream":{{(streams ? "true" : "false")}},"messages":[{"role":"user","content":"a"}]}""",
            budget: new MemoryBudget(1024 * 1024), type: type);

        Assert.Equal("overloaded", (await provider.RunAsync()).Error?.Code);
        Assert.Equal(0, provider.Budget.Held);
    }
}
