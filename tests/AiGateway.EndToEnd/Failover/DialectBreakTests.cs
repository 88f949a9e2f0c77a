using System.Text.Json;
using AiGateway.EndToEnd.Harness.Tales;

namespace AiGateway.EndToEnd.Failover;

/// <summary>The stream breaks after the caller has had some of it, and whoever broke, whoever goes on and whoever listens may speak different dialects.</summary>
public sealed class DialectBreakTests(DialectFleet fleet) : IClassFixture<DialectFleet>
{
    /// <summary>Every caller, every first target, every next one, and every way to break.</summary>
    public static TheoryData<string, string, string, string> Cells { get; } =
    [
        .. from caller in TaleDialect.All
           from main in TaleDialect.All
           from spare in TaleDialect.All
           from how in DialectBreak.Ways
           select new TheoryDataRow<string, string, string, string>(caller.Name, main.Name, spare.Name, how),
    ];

    /// <summary>Every caller with every next target.</summary>
    public static TheoryData<string, string> Pairs { get; } =
    [
        .. from caller in TaleDialect.All
           from spare in TaleDialect.All
           select new TheoryDataRow<string, string>(caller.Name, spare.Name),
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_stream_that_breaks_is_continued_in_the_callers_dialect(string callerName, string mainName, string spareName, string how)
    {
        var (caller, main, spare) = (TaleDialect.Of(callerName), TaleDialect.Of(mainName), TaleDialect.Of(spareName));
        fleet.Main(main).Play(DialectBreak.Until(main, how));
        var script = fleet.Spare(spare).Play(DialectBreak.Continuing(spare));

        var heard = await fleet.HearAsync(caller, $"{main}-then-{spare}");

        if (!IsContinued(caller, main, how))
        {
            heard.AssertIsBrokenOff();
            Assert.Equal(0, script.Count);
            return;
        }

        script.Verify();
        var isThought = how == DialectBreak.InReasoning;
        heard.AssertIsWhole(isThought ? 2 + 1 + Tale.Length : Tale.Length);
        Assert.Equal(isThought ? DialectBreak.Thought : "", heard.Thought);
        Assert.Contains("main", heard.Models[0], StringComparison.Ordinal);
        Assert.Equal(isThought ? null : Tale.Part(0, DialectBreak.Told).TrimEnd(), spare.BegunIn(JsonElement.Parse(script.Only.Body)));
        Assert.Contains("Tell me a tale", script.Only.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task An_answer_that_starts_over_is_matched_with_what_was_sent(string callerName, string spareName)
    {
        var (caller, main, spare) = (TaleDialect.Of(callerName), TaleDialect.Of("chat"), TaleDialect.Of(spareName));
        fleet.Main(main).Play(DialectBreak.Until(main, "cut"));
        var script = fleet.Spare(spare).Play(DialectBreak.Continuing(spare));

        var heard = await fleet.HearAsync(caller, $"{main}-again-{spare}");

        script.Verify();
        heard.AssertIsWhole(DialectBreak.Told + 1 + Tale.Length);
        Assert.Equal("", heard.Thought);
        Assert.Null(spare.BegunIn(JsonElement.Parse(script.Only.Body)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task An_answer_that_starts_over_and_diverges_ends_with_an_error_in_the_callers_dialect(string callerName, string spareName)
    {
        var (caller, main, spare) = (TaleDialect.Of(callerName), TaleDialect.Of("chat"), TaleDialect.Of(spareName));
        fleet.Main(main).Play(DialectBreak.Until(main, "cut"));
        fleet.Spare(spare).Play(DialectBreak.Diverging(spare));

        var heard = await fleet.HearAsync(caller, $"{main}-again-{spare}");

        heard.AssertIsBrokenOff();
        Assert.Equal(Tale.Part(0, DialectBreak.Told), heard.Text);
    }

    // A call that has begun is not gone on with; Gemini's callers see none before it is whole.
    private static bool IsContinued(TaleDialect caller, TaleDialect main, string how) =>
        how != DialectBreak.InCall || (caller.Name == "gemini" && main.Name != "gemini");
}
