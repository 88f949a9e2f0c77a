using System.Text.Json;
using AiGateway.EndToEnd.Dialects.Spoken;

namespace AiGateway.EndToEnd.Dialects;

/// <summary>Callers of every dialect at providers of every dialect. Which pairs there are is said by <c>matrix.tsv</c>, and that none is missing by a test.</summary>
public sealed class MatrixTests(DialectFleet fixture) : IClassFixture<DialectFleet>
{
    private const string Message = "That did not go well";

    private static readonly (string Name, string Value) s_requestId = ("x-request-id", "req-matrix");

    public static TheoryData<string, string> PlainPairs => MatrixTable.PairsOf(nameof(Plain));

    public static TheoryData<string, string> StreamPairs => MatrixTable.PairsOf(nameof(Stream));

    public static TheoryData<string, string> ToolsPairs => MatrixTable.PairsOf(nameof(Tools));

    public static TheoryData<string, string> ToolStreamPairs => MatrixTable.PairsOf(nameof(Tools_in_a_stream));

    public static TheoryData<string, string> ErrorPairs => MatrixTable.PairsOf(nameof(Error));

    public static TheoryData<string, string> StreamErrorPairs => MatrixTable.PairsOf(nameof(Error_in_a_stream));

    public static TheoryData<string, string> BrokenStreamPairs => MatrixTable.PairsOf(nameof(Broken_stream));

    [Fact]
    public void No_cell_is_missing()
    {
        var names = SpokenDialect.All.Select(dialect => dialect.Name).ToList();
        var tests = typeof(MatrixTests).GetMethods().Select(method => method.Name).ToHashSet();

        Assert.Equal(7, MatrixTable.Kinds.Count);
        Assert.Equal(
            from caller in names from provider in names from kind in MatrixTable.Kinds select (caller, provider, kind),
            MatrixTable.Cells.Select(cell => (cell.Caller, cell.Provider, cell.Kind)));
        Assert.All(MatrixTable.Cells, cell => Assert.Contains(cell.Test, tests));
        Assert.Equal(MatrixTable.Kinds.Count, MatrixTable.Cells.Select(cell => cell.Test).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(PlainPairs))]
    public Task Plain(string caller, string provider) => AnswersAsync(SpokenDialect.Of(caller), SpokenDialect.Of(provider), tools: false);

    [Theory]
    [MemberData(nameof(ToolsPairs))]
    public Task Tools(string caller, string provider) => AnswersAsync(SpokenDialect.Of(caller), SpokenDialect.Of(provider), tools: true);

    [Theory]
    [MemberData(nameof(StreamPairs))]
    public Task Stream(string caller, string provider) => StreamsAsync(SpokenDialect.Of(caller), SpokenDialect.Of(provider), tools: false);

    [Theory]
    [MemberData(nameof(ToolStreamPairs))]
    public Task Tools_in_a_stream(string caller, string provider) => StreamsAsync(SpokenDialect.Of(caller), SpokenDialect.Of(provider), tools: true);

    [Theory]
    [MemberData(nameof(ErrorPairs))]
    public async Task Error(string caller, string provider)
    {
        var (asks, answers) = (SpokenDialect.Of(caller), SpokenDialect.Of(provider));
        foreach (var status in new[] { 400, 503, 429 })
        {
            foreach (var streams in new[] { false, true })
            {
                await FailsAsync(asks, answers, status, streams);
            }
        }
    }

    [Theory]
    [MemberData(nameof(StreamErrorPairs))]
    public async Task Error_in_a_stream(string caller, string provider)
    {
        var (asks, answers) = (SpokenDialect.Of(caller), SpokenDialect.Of(provider));
        fixture.ProviderOf(answers).Play(Answer.Stream(answers.BeginStream(), answers.FailWithin(Message)));

        var answer = await fixture.Fleet.SendAsync(asks.Ask(DialectFleet.ModelOn(answers), streams: true));

        Assert.Equal((200, false), (answer.Status, answer.Whole));
        if (asks == answers)
        {
            Assert.Equal(answers.BeginStream() + answers.FailWithin(Message), answer.Text);
            return;
        }

        var (text, error) = asks.ReadBroken(answer.Text);
        Assert.Equal((SpokenDialect.Beginning, Message), (text, error.Message));

        // One of OpenAI's events of an error has no type of its own.
        Assert.Equal(answers is SpokenResponses ? asks.WordFor(503) : ExpectedWord(asks, answers, 503), error.Word);
    }

    [Theory]
    [MemberData(nameof(BrokenStreamPairs))]
    public async Task Broken_stream(string caller, string provider)
    {
        var (asks, answers) = (SpokenDialect.Of(caller), SpokenDialect.Of(provider));
        fixture.ProviderOf(answers).Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(answers.BeginStream() + "data: {");
            exchange.Close();
        });

        var answer = await fixture.Fleet.SendAsync(asks.Ask(DialectFleet.ModelOn(answers), streams: true));

        Assert.Equal((200, false), (answer.Status, answer.Whole));
        var (text, error) = asks.ReadBroken(answer.Text);
        Assert.Equal((SpokenDialect.Beginning, "The provider's stream broke off before the answer was whole."), (text, error.Message));
        Assert.Equal(asks.WordFor(502), error.Word);
    }

    private async Task AnswersAsync(SpokenDialect asks, SpokenDialect answers, bool tools)
    {
        var provided = answers.Answer(tools);
        var script = fixture.ProviderOf(answers).Play(Answer.Json(provided));

        var answer = await fixture.Fleet.SendAsync(asks.Ask(DialectFleet.ModelOn(answers), tools));

        Assert.Equal((200, true), (answer.Status, answer.Whole));
        Assert.StartsWith("application/json", answer.Head["content-type"], StringComparison.Ordinal);
        AssertIsAnswered(answer, asks, answers);
        asks.ReadAnswer(answer.Json).AssertIs(tools ? Said.Tools : Said.Text);
        AssertWasAsked(script.Only, asks, answers, tools, streams: false);
        if (asks == answers)
        {
            Assert.Equal(provided, answer.Text);
        }
    }

    private async Task StreamsAsync(SpokenDialect asks, SpokenDialect answers, bool tools)
    {
        var provided = answers.Stream(tools);
        var script = fixture.ProviderOf(answers).Play(Answer.Stream(provided));

        var answer = await fixture.Fleet.SendAsync(asks.Ask(DialectFleet.ModelOn(answers), tools, streams: true));

        Assert.Equal((200, true), (answer.Status, answer.Whole));
        Assert.StartsWith("text/event-stream", answer.Head["content-type"], StringComparison.Ordinal);
        AssertIsAnswered(answer, asks, answers);
        asks.ReadStream(answer.Text).AssertIs(tools ? Said.Tools : Said.Text with { Content = "Hi 你好" });
        AssertWasAsked(script.Only, asks, answers, tools, streams: true);
        if (asks == answers)
        {
            Assert.Equal(provided, answer.Text);
        }
    }

    private static void AssertIsAnswered(RawAnswer answer, SpokenDialect asks, SpokenDialect answers)
    {
        Assert.Equal((answers.Name, answers.ProviderModel), (answer.Head["x-gateway-provider"], answer.Head["x-gateway-model"]));
        Assert.False(answer.Head.Has("x-gateway-dropped"), $"{asks} at {answers} loses {answer.Head["x-gateway-dropped"]}");
    }

    private static void AssertWasAsked(UpstreamRequest request, SpokenDialect asks, SpokenDialect answers, bool tools, bool streams)
    {
        Assert.Equal(("POST", ScriptedUpstream.BasePath + answers.Target(streams)), (request.Head.Method, request.Head.Target));
        Assert.Equal("application/json", request.Head["content-type"]);
        Assert.Equal(answers.KeyCarrier.Prefix + Rig.UpstreamKey, request.Head[answers.KeyCarrier.Header]);
        Assert.DoesNotContain(Rig.Key, request.Head.Raw, StringComparison.Ordinal);
        Assert.Equal(answers is SpokenAnthropic ? "2023-06-01" : null, request.Head["anthropic-version"]);
        Assert.Equal(asks == answers && answers is SpokenAnthropic, request.Head.Has("anthropic-beta"));
        var body = JsonElement.Parse(request.Body);
        answers.ReadRequest(body).AssertIs(tools ? Asked.Tools : Asked.Plain);
        if (answers is not SpokenGemini)
        {
            Assert.Equal(streams, body.TryGetProperty("stream", out var stream) && stream.GetBoolean());
        }
    }

    private async Task FailsAsync(SpokenDialect asks, SpokenDialect answers, int status, bool streams)
    {
        var (told, body) = answers.Fail(status, Message);
        (string, string)[] headers = [.. status == 429 && answers is not SpokenGemini ? new[] { ("retry-after", "7") } : [], .. answers.RequestIdHeader is { } header ? new[] { (header, "req_provider") } : []];
        fixture.ProviderOf(answers).Play(Answer.Json(body, told, headers));

        var answer = await fixture.Fleet.SendAsync(asks.Ask(DialectFleet.ModelOn(answers, asks, streams), streams: streams).With(s_requestId));

        Assert.StartsWith("application/json", answer.Head["content-type"], StringComparison.Ordinal);
        Assert.Equal("req-matrix", answer.Head["x-request-id"]);
        Assert.Equal(answers.RequestIdHeader is null ? null : "req_provider", answer.Head["x-gateway-upstream-request-id"]);
        Assert.Equal(status == 429 ? "7" : null, answer.Head["retry-after"]);
        if (asks == answers)
        {
            Assert.Equal((told, body), (answer.Status, answer.Text));
            return;
        }

        var error = asks.ReadError(answer.Json);
        Assert.Equal((status, Message), (answer.Status, error.Message));
        Assert.Equal(ExpectedWord(asks, answers, status), error.Word);
        Assert.Equal(error.Status is null ? null : status, error.Status);
    }

    // Between dialects of one family its own words stay.
    private static string ExpectedWord(SpokenDialect asks, SpokenDialect answers, int status) =>
        status == 503 && asks.IsOpenAi && answers.IsOpenAi ? "server_error" : asks.WordFor(status);
}
