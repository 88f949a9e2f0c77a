using System.Text;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class AnswerDispositionTests
{
    public static TheoryData<string, string> Cells { get; } =
        [.. from codecs in DialectCodecs.All from field in Enum.GetNames<AnswerField>() select (codecs.Name, field)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_table_says_what_becomes_of_a_field_of_a_whole_answer(string dialect, string fieldName)
    {
        var field = Enum.Parse<AnswerField>(fieldName);
        var caller = Codecs(dialect);
        var row = caller.Answer.Fields[field];
        var (with, without) = AnswerSamples.Of(field, FamilyOf(dialect));
        var written = WriteAnswer(with, caller);

        Assert.Equal(field, row.Field);
        Assert.NotEqual(AnswerSamples.ValueOf(field, with), AnswerSamples.ValueOf(field, without));
        Assert.Equal(row.Disposition == Disposition.Dropped, written == WriteAnswer(without, caller));
        if (row.Disposition == Disposition.Carried)
        {
            Assert.NotNull(row.Name);
            Assert.True(caller.Answer.TryRead(Encoding.UTF8.GetBytes(written), out var back));
            Assert.Equal(AnswerSamples.ValueOf(field, with), AnswerSamples.ValueOf(field, back));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_table_says_what_becomes_of_a_field_of_a_stream(string dialect, string fieldName)
    {
        var field = Enum.Parse<AnswerField>(fieldName);
        var caller = Codecs(dialect);
        var row = caller.Answer.Fields[field];
        var (with, without) = AnswerSamples.Of(field, FamilyOf(dialect));
        var written = Streamed(with, caller);

        Assert.Equal(row.Disposition == Disposition.Dropped || row.WholeOnly, written == Streamed(without, caller));
        if (row is { Disposition: Disposition.Carried, WholeOnly: false })
        {
            Assert.Equal(AnswerSamples.ValueOf(field, with), AnswerSamples.ValueOf(field, Gathered(written, caller)));
        }
    }

    private static string Streamed(ConversationAnswer answer, DialectCodecs caller)
    {
        using var writer = caller.Stream.OpenWriter(Context);
        AnswerTelling.Tell(answer, writer);
        return Encoding.UTF8.GetString(writer.Output.WrittenSpan);
    }

    private static ConversationAnswer Gathered(string stream, DialectCodecs from)
    {
        var reader = from.Stream.OpenReader();
        var gatherer = new AnswerGatherer();
        foreach (var serverSentEvent in EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [int.MaxValue / 2]))
        {
            reader.Read(serverSentEvent, gatherer);
        }

        Assert.True(reader.Finish(gatherer));
        return gatherer.ToAnswer();
    }

    private static DialectFamily FamilyOf(string dialect) => dialect switch
    {
        "anthropic" => DialectFamily.Anthropic,
        "gemini" => DialectFamily.Gemini,
        _ => DialectFamily.OpenAiResponses,
    };
}
