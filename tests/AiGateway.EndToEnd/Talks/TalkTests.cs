using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Talks;

/// <summary>Talks of three turns with tools and reasoning: whatever the model thought comes back to it, though the caller's dialect may not carry it.</summary>
public sealed class TalkTests(TalkFleet fleet) : IClassFixture<TalkFleet>
{
    /// <summary>Every caller with every provider.</summary>
    public static TheoryData<string, string> Pairs { get; } =
    [
        .. from caller in TalkDialect.All
           from target in TalkDialect.All
           select new TheoryDataRow<string, string>(caller.Name, target.Name),
    ];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_model_gets_its_thoughts_its_calls_and_their_results_back_with_each_turn(string callerName, string targetName)
    {
        var (caller, target) = (TalkDialect.Of(callerName), TalkDialect.Of(targetName));
        string[] answers = [target.Answer(1, "weather"), target.Answer(2, "time", "date"), target.Answer(3)];
        var script = fleet.Of(target).Play(exchange => Answer.Json(answers[exchange.Number])(exchange));
        var talk = new JsonArray();

        caller.Say(talk);
        var first = await AskAsync(caller, target, talk);
        var calls = caller.Hear(talk, first);
        Assert.Equal(["weather"], calls.Select(call => call.Name));
        caller.Give(talk, calls);
        var second = await AskAsync(caller, target, talk);
        calls = caller.Hear(talk, second);
        Assert.Equal(["time", "date"], calls.Select(call => call.Name));
        caller.Give(talk, calls);
        var third = await AskAsync(caller, target, talk);

        Assert.Equal(TalkDialect.Conclusion, caller.TextOf(third));
        Assert.Equal(3, script.Count);
        string[] sent = ["user", .. Thought(caller, target, 1), "call weather", "result weather"];
        Assert.Equal(sent, target.Read(Sent(script, 1)));
        Assert.Equal(
            Sorted([.. sent, .. Thought(caller, target, 2), "call time", "call date", "result date", "result time"]),
            Sorted(target.Read(Sent(script, 2))));
    }

    // Chat's own clients send no reasoning back, and what goes from Chat to Chat is theirs.
    private static string[] Thought(TalkDialect caller, TalkDialect target, int number) =>
        caller.Name == "chat" && target.Name == "chat" ? [] : [$"thought {number}"];

    // In which order results of one turn come matters to Gemini alone, which looks itself.
    private static IEnumerable<string> Sorted(IReadOnlyList<string> sent) => [.. sent.SkipLast(2), .. sent.TakeLast(2).Order(StringComparer.Ordinal)];

    private static JsonNode Sent(Script script, int number) => JsonNode.Parse(script.Requests[number].Body)!;

    private async Task<JsonNode> AskAsync(TalkDialect caller, TalkDialect target, JsonArray talk)
    {
        var answer = await fleet.Fleet.SendAsync(caller.Ask(target.Name, talk));
        Assert.True(answer.Status == 200, answer.Text);
        Assert.False(answer.Head.Has("x-gateway-dropped"), answer.Head["x-gateway-dropped"]);
        return JsonNode.Parse(answer.Body)!;
    }
}
