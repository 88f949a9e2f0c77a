using System.Text;
using AiGateway.EndToEnd.Dialects.Spoken;

namespace AiGateway.EndToEnd.Dialects;

/// <summary>Where both sides speak one dialect, each gets the other's bytes, whatever they are: oddly spaced, unknown, split anywhere.</summary>
public sealed class PassThroughTests(DialectFleet fixture) : IClassFixture<DialectFleet>
{
    private const string Odd = """{ "zz_unknown" : [ 1.0e2 , null,"\u00e9\/" ] ,  """;

    public static TheoryData<string> Dialects => [.. SpokenDialect.All.Select(dialect => dialect.Name)];

    public static TheoryData<string, int> Splits =>
        [.. from dialect in SpokenDialect.All from size in new[] { 1, 3, 64, int.MaxValue } select (dialect.Name, size)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_request_and_its_answer_keep_every_byte(string name)
    {
        var dialect = SpokenDialect.Of(name);
        var provided = "\n " + AsObject(dialect.Answer(tools: true)) + "\r\n";
        var script = fixture.ProviderOf(dialect).Play(Answer.Json(provided));
        var request = OddlySpaced(dialect.Ask(dialect.ProviderModel, tools: true));

        var answer = await fixture.Fleet.SendAsync(request);

        Assert.Equal((200, provided), (answer.Status, answer.Text));
        Assert.Equal(request.Body, script.Only.Body);
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public async Task A_stream_keeps_every_byte_at_every_split_and_its_usage_is_told(string name, int size)
    {
        var dialect = SpokenDialect.Of(name);
        var provided = ": hello\n\n" + dialect.Stream(tools: true).Replace("data: {", "data:" + Odd, StringComparison.Ordinal);
        var script = fixture.ProviderOf(dialect).Play(async exchange =>
        {
            await exchange.BeginChunksAsync(headers: ("x-of-the-provider", "yes"));
            foreach (var piece in Encoding.UTF8.GetBytes(provided).Chunk(size))
            {
                await exchange.SendChunkAsync(piece);
            }

            await exchange.EndChunksAsync();
        });
        var request = OddlySpaced(dialect.Ask(dialect.ProviderModel, tools: true, streams: true));

        var answer = await fixture.Fleet.SendAsync(request);

        Assert.Equal((200, provided, true), (answer.Status, answer.Text, answer.Whole));
        Assert.Equal("yes", answer.Head["x-of-the-provider"]);
        Assert.Equal(request.Body, script.Only.Body);
        Assert.Equal(ScriptedUpstream.BasePath + dialect.Target(streams: true), script.Only.Head.Target);
        var line = await fixture.Fleet.Gateway.WaitForAccessLineAsync(answer.Head["x-request-id"]!);
        Assert.Equal(("130", "20", "90"), (line["prompt_tokens"], line["completion_tokens"], line["cached_tokens"]));
    }

    [Fact]
    public async Task What_a_caller_of_Anthropic_asks_for_by_headers_goes_up_and_the_version_where_he_names_none()
    {
        var dialect = SpokenDialect.Of("anthropic");
        var script = fixture.ProviderOf(dialect).Play(Answer.Json(dialect.Answer(tools: false)));

        await fixture.Fleet.SendAsync(dialect.Ask(dialect.ProviderModel));
        await fixture.Fleet.SendAsync(dialect.Ask(dialect.ProviderModel) with { Headers = [("anthropic-version", "2023-01-01")] });
        await fixture.Fleet.SendAsync(dialect.Ask(dialect.ProviderModel) with { Headers = [] });

        Assert.Equal(["files-api-2025-04-14", null, null], script.Requests.Select(request => request.Head["anthropic-beta"]));
        Assert.Equal(["2023-06-01", "2023-01-01", "2023-06-01"], script.Requests.Select(request => request.Head["anthropic-version"]));
    }

    private static CallerRequest OddlySpaced(CallerRequest request) =>
        request with { Body = Encoding.UTF8.GetBytes("\r\n" + AsObject(Encoding.UTF8.GetString(request.Body!)) + " \n") };

    private static string AsObject(string json) => Odd + json.TrimStart()[1..];
}
