using System.Text;
using AiGateway.EndToEnd.Dialects.Spoken;

namespace AiGateway.EndToEnd.Dialects;

/// <summary>Streams between two dialects that do not come as they should: in pieces, as a document, as an error.</summary>
public sealed class TranslatedStreamTests(DialectFleet fixture) : IClassFixture<DialectFleet>
{
    public static TheoryData<string, string> Pairs =>
        [.. from caller in SpokenDialect.All from provider in SpokenDialect.All where caller != provider select (caller.Name, provider.Name)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task One_that_comes_in_pieces_says_the_same(string caller, string provider)
    {
        var (asks, answers) = (SpokenDialect.Of(caller), SpokenDialect.Of(provider));
        fixture.ProviderOf(answers).Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            foreach (var piece in Encoding.UTF8.GetBytes(answers.Stream(tools: true)).Chunk(7))
            {
                await exchange.SendChunkAsync(piece);
            }

            await exchange.EndChunksAsync();
        });

        asks.ReadStream((await AskAsync(asks, answers)).Text).AssertIs(Said.Tools);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_document_becomes_one(string caller, string provider)
    {
        var (asks, answers) = (SpokenDialect.Of(caller), SpokenDialect.Of(provider));
        fixture.ProviderOf(answers).Play(Answer.Json(answers.Answer(tools: true)));

        var answer = await AskAsync(asks, answers);

        Assert.StartsWith("text/event-stream", answer.Head["content-type"], StringComparison.Ordinal);
        asks.ReadStream(answer.Text).AssertIs(Said.Tools);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task An_error_that_comes_first_is_no_stream(string caller, string provider)
    {
        var (asks, answers) = (SpokenDialect.Of(caller), SpokenDialect.Of(provider));
        fixture.ProviderOf(answers).Play(Answer.Stream(answers.FailWithin("Busy")));

        var answer = await AskAsync(asks, answers);

        var error = asks.ReadError(answer.Json);
        Assert.Equal((502, asks.WordFor(502), "The provider answered with an error: Busy"), (answer.Status, error.Word, error.Message));
    }

    private Task<RawAnswer> AskAsync(SpokenDialect asks, SpokenDialect answers) =>
        fixture.Fleet.SendAsync(asks.Ask(DialectFleet.ModelOn(answers), tools: true, streams: true));
}
