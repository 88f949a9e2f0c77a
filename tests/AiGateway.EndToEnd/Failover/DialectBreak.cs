using System.Text;
using AiGateway.EndToEnd.Harness.Tales;

namespace AiGateway.EndToEnd.Failover;

/// <summary>How a stream of any dialect breaks, and what the next target does then.</summary>
internal static class DialectBreak
{
    /// <summary>How many tokens are told before it breaks.</summary>
    public const int Told = 40;

    public const string Thought = "Hm, let me see.";

    public const string InReasoning = "in the reasoning";

    public const string InCall = "in a call of a tool";

    /// <summary>All the ways.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["cut", "cut in an event", "silent", "ended without a reason to stop", "error event", InReasoning, InCall];

    /// <summary>Tells as much as comes before the break, and breaks.</summary>
    public static Func<UpstreamExchange, Task> Until(TaleDialect dialect, string how) => async exchange =>
    {
        var telling = dialect.NewTelling("main");
        await exchange.BeginChunksAsync();
        if (how == InReasoning)
        {
            await exchange.SendChunkAsync(telling.Begin() + telling.Think("Hm, ") + telling.Think("let me see."));
        }
        else
        {
            await exchange.SendChunkAsync(telling.Begin() + Say(telling, 0, Told));
        }

        await BreakAsync(exchange, telling, how);
    };

    /// <summary>Goes on from what the request has of the answer; thinks and starts over where it has nothing.</summary>
    public static Func<UpstreamExchange, Task> Continuing(TaleDialect dialect) => async exchange =>
    {
        var telling = dialect.NewTelling("spare");
        var from = TokensIn(dialect, exchange.Request);
        await exchange.BeginChunksAsync();
        await exchange.SendChunkAsync(telling.Begin() + (from == 0 ? telling.Think("What was that?") : "") + Say(telling, from, Tale.Length));
        await exchange.SendChunkAsync(telling.End());
        await exchange.EndChunksAsync();
    };

    /// <summary>Tells another story.</summary>
    public static Func<UpstreamExchange, Task> Diverging(TaleDialect dialect)
    {
        var telling = dialect.NewTelling("spare");
        return Answer.Stream(telling.Begin() + telling.Say("Something else altogether"), telling.End());
    }

    private static int TokensIn(TaleDialect dialect, UpstreamRequest request)
    {
        var begun = dialect.BegunIn(System.Text.Json.JsonElement.Parse(request.Body));
        return begun is null ? 0 : Enumerable.Range(0, Tale.Length + 1).First(count => Tale.Part(0, count).TrimEnd() == begun.TrimEnd());
    }

    private static string Say(Telling telling, int from, int to)
    {
        var events = new StringBuilder();
        for (var i = from; i < to; i++)
        {
            events.Append(telling.Say(Tale.Token(i)));
        }

        return events.ToString();
    }

    private static async Task BreakAsync(UpstreamExchange exchange, Telling telling, string how)
    {
        switch (how)
        {
            case "cut in an event":
                var next = Encoding.UTF8.GetBytes(telling.Say("字never"));
                await exchange.SendChunkAsync(next.AsMemory(0, Array.IndexOf(next, (byte)0xE5) + 1));
                break;
            case "silent":
                await exchange.StallAsync();
                break;
            case "ended without a reason to stop":
                await exchange.EndChunksAsync();
                break;
            case "error event":
                await exchange.SendChunkAsync(telling.Fail());
                break;
            case InCall:
                await exchange.SendChunkAsync(telling.BeginCall());
                break;
        }

        exchange.Close();
    }
}
