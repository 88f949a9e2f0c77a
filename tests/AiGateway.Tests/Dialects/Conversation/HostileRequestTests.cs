using System.Buffers;
using System.Text;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Conversation;

/// <summary>What is cheap to send must be cheap to translate: the work grows with the size of a request, and not with its square.</summary>
public sealed class HostileRequestTests
{
    // Step by step, each of the others compared with each, this would take a quarter of an hour.
    private const int Many = 100_000;
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Dialects => [.. DialectCodecs.All.Select(codecs => codecs.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Very_many_calls_of_one_name_are_written_and_read_in_no_time(string dialect) => AssertIsFast(dialect, _ => "call_1");

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Very_many_calls_that_are_answered_from_the_last_to_the_first_are_written_and_read_in_no_time(string dialect) =>
        AssertIsFast(dialect, number => $"call_{number}");

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Very_many_short_texts_take_the_memory_of_one_long_text(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var texts = Enumerable.Range(0, Many).Select(Part (_) => new TextPart(JsonString.Of("a"))).ToList();
        var request = new ConversationRequest
        {
            Model = JsonString.Of("m"),
            Turns =
            [
                new Turn(TurnRole.System, texts),
                new Turn(TurnRole.User, [new TextPart(JsonString.Of("Hi"))]),
                new Turn(TurnRole.Assistant, [.. texts, new ToolCallPart(JsonString.Of("c"), JsonString.Of("f"), "{}"u8.ToArray())]),
                new Turn(TurnRole.User, [new ToolResultPart(JsonString.Of("c"), texts)]),
            ],
        };
        var before = GC.GetAllocatedBytesForCurrentThread();

        codecs.Request.Write(new ArrayBufferWriter<byte>(), request, RequestRules.Default with { FlatText = true }, new DroppedFields(codecs.Request.Fields));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1000L * Many);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Very_many_tools_that_may_be_called_are_written_in_no_time(string dialect)
    {
        var names = Enumerable.Range(0, Many).Select(number => JsonString.Of($"f{number}")).ToList();
        AssertIsWrittenFast(dialect, new ConversationRequest
        {
            Turns = [new Turn(TurnRole.User, [new TextPart(JsonString.Of("Hi"))])],
            Tools = [.. names.Select(name => new FunctionTool(name, default, default))],
            ToolChoice = new ToolChoice(ToolChoiceMode.Required, names),
        });
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Very_many_calls_in_turns_of_their_own_are_written_in_no_time(string dialect) =>
        AssertIsWrittenFast(dialect, new ConversationRequest
        {
            Turns = [.. Enumerable.Range(0, Many).Select(number => new Turn(TurnRole.Assistant, [new ToolCallPart(JsonString.Of($"c{number}"), JsonString.Of("f"), default)]))],
        });

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Very_many_instructions_are_written_in_no_time(string dialect) =>
        AssertIsWrittenFast(dialect, new ConversationRequest
        {
            Turns = [.. Enumerable.Repeat(new Turn(TurnRole.System, [new TextPart(JsonString.Of("a"))]), Many)],
        });

    [Fact]
    public void Very_many_results_that_come_behind_what_the_user_said_are_read_in_no_time()
    {
        const string Call = """{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""";
        const string Late = """,{"role":"user","content":"Wait"},{"type":"function_call_output","call_id":"c","output":"x"}""";
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","input":[{{string.Concat(Enumerable.Repeat(Call + ",", Many))}}{{Call}}{{string.Concat(Enumerable.Repeat(Late, Many))}}]}""");
        var started = TimeProvider.System.GetTimestamp();

        Assert.True(Translating.Codecs("openai-responses").Request.TryRead(body, out var read, out var fault), fault.Message);

        Assert.True(TimeProvider.System.GetElapsedTime(started) < s_long, $"It took {TimeProvider.System.GetElapsedTime(started)}.");
        Assert.Equal(Many, read.Turns[1].Parts.Count);
        Assert.Equal(Many + 2, read.Turns.Count);
    }

    private static void AssertIsWrittenFast(string dialect, ConversationRequest request)
    {
        var codecs = Translating.Codecs(dialect);
        var started = TimeProvider.System.GetTimestamp();

        codecs.Request.Write(new ArrayBufferWriter<byte>(), request, RequestRules.Default, new DroppedFields(codecs.Request.Fields));

        Assert.True(TimeProvider.System.GetElapsedTime(started) < s_long, $"It took {TimeProvider.System.GetElapsedTime(started)}.");
    }

    private static void AssertIsFast(string dialect, Func<int, string> idOf)
    {
        var codecs = Translating.Codecs(dialect);
        var calls = Enumerable.Range(0, Many).Select(number => new ToolCallPart(JsonString.Of(idOf(number)), JsonString.Of($"f{number}"), "{}"u8.ToArray())).ToList();
        var results = Enumerable.Reverse(calls).Select(Part (call) => new ToolResultPart(call.Id, [new TextPart(JsonString.Of("x"))]) { Name = call.Name }).ToList();
        var request = new ConversationRequest
        {
            Model = JsonString.Of("m"),
            Turns = [new Turn(TurnRole.User, [new TextPart(JsonString.Of("Hi"))]), new Turn(TurnRole.Assistant, [.. calls]), new Turn(TurnRole.User, results)],
        };
        var output = new ArrayBufferWriter<byte>();
        var started = TimeProvider.System.GetTimestamp();

        codecs.Request.Write(output, request, RequestRules.Default, new DroppedFields(codecs.Request.Fields));
        Assert.True(codecs.Request.TryRead(output.WrittenMemory, out var read, out var fault), fault.Message);

        Assert.True(TimeProvider.System.GetElapsedTime(started) < s_long, $"It took {TimeProvider.System.GetElapsedTime(started)}.");
        Assert.Equal(Many, read.Turns.SelectMany(turn => turn.Parts).Count(part => part is ToolResultPart));
    }
}
