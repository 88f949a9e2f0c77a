using System.IO.Pipelines;
using System.Text;
using AiGateway.Configuration;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Tests.DataPlane.Configuration;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class ReadTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryBudget _budget = new(100_000);

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m"}""", "m", null)]
    [InlineData("/v1/chat/completions", """{"messages":[]}""", null, "model")]
    [InlineData("/v1/chat/completions", """[]""", null, null)]
    [InlineData("/v1/chat/completions", "", null, null)]
    [InlineData("/v1/moderations", """{}""", null, "")]
    [InlineData("/openai/deployments/m/chat/completions", """{}""", "m", "")]
    [InlineData("/openai/deployments/m/chat/completions", """{"model":"m"}""", "m", "")]
    [InlineData("/openai/deployments/m/chat/completions", """{"model":"other"}""", null, "model")]
    public async Task The_model_is_found_where_the_request_names_it(string path, string body, string? model, string? param)
    {
        using var exchange = Use(Make(path, body));

        var outcome = await new Read(_budget).RunAsync(exchange.Value);

        if (outcome is null)
        {
            Assert.Equal(model, exchange.Value.Model);
            Assert.Equal(Encoding.UTF8.GetByteCount(body), exchange.Value.Body!.Length);
            return;
        }

        Assert.Equal((400, "bad_request"), (outcome.Error!.Status, outcome.Error.Code));
        Assert.Equal(param, outcome.Error.Param);
        Assert.Null(model);
    }

    [Fact]
    public async Task A_model_that_only_the_path_names_is_put_into_the_body()
    {
        using var exchange = Use(Make("/openai/deployments/qwen/chat/completions", """{"messages":[]}"""));

        Assert.Null(await new Read(_budget).RunAsync(exchange.Value));

        var edits = default(BodyEdits);
        edits.Add(exchange.Value.ModelEdit);
        using var content = new HeldContent(exchange.Value.Body!.Sequence, edits, TestContext.Current.CancellationToken);
        Assert.Equal("""{"model":"qwen","messages":[]}""", await content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(10, null, false)]
    [InlineData(9, null, true)]
    [InlineData(9, "10", true)]
    public async Task What_is_larger_than_allowed_is_refused_announced_or_not(int limit, string? announced, bool isRefused)
    {
        var settings = Exchanges.Settings with { MaxRequestBody = limit };
        using var exchange = Use(Make("/v1/moderations", """{"a":"bc"}""", settings, announced is null ? [] : [("Content-Length", announced)]));

        var outcome = await new Read(_budget).RunAsync(exchange.Value);

        Assert.Equal(isRefused ? 413 : null, outcome?.Error?.Status);
        Assert.True(!isRefused || outcome!.Error!.ClosesConnection);
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("br", 415)]
    [InlineData("identity", null)]
    public async Task A_compressed_body_is_refused(string encoding, int? status)
    {
        using var exchange = Use(Make("/v1/moderations", "{}", headers: ("Content-Encoding", encoding)));

        Assert.Equal(status, (await new Read(_budget).RunAsync(exchange.Value))?.Error?.Status);
    }

    [Fact]
    public async Task Where_the_budget_is_spent_the_gateway_is_full()
    {
        using var exchange = Use(Make("/v1/moderations", "{}"));

        var outcome = await new Read(new MemoryBudget(0)).RunAsync(exchange.Value);

        Assert.Equal((503, "overloaded"), (outcome?.Error?.Status, outcome?.Error?.Code));
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up_and_one_that_makes_progress_is_not()
    {
        // Whoever reads goes on at once, on the thread of whoever writes.
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        using var exchange = Use(Make("/v1/moderations", pipe.Reader));
        var read = new Read(_budget).RunAsync(exchange.Value).AsTask();
        foreach (var piece in (string[])["{\"a\"", ":1", "2"])
        {
            _time.Advance(TimeSpan.FromSeconds(59));
            await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(piece), TestContext.Current.CancellationToken);
        }

        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal((408, "request_timeout"), ((await read)?.Error?.Status, (await read)?.Error?.Code));
    }

    [Theory]
    [InlineData("/v1/files", false)]
    [InlineData("/v1/batches", true)]
    public async Task What_belongs_to_the_account_is_not_for_one_key_of_several(string path, bool isShared)
    {
        var settings = Exchanges.Settings.WithKeys("a", "b") with { SharedAccountObjects = isShared };
        using var exchange = Use(Make(path, "{}", settings));

        Assert.Equal(isShared ? null : 403, (await new Read(_budget).RunAsync(exchange.Value))?.Error?.Status);
    }

    private Exchange Make(string path, string body, GatewaySettings? settings = null, params ReadOnlySpan<(string, string)> headers) =>
        Exchanges.Of(SnapshotCompiler.Compile(settings ?? Exchanges.Settings, _time), path: path, time: _time, body: Encoding.UTF8.GetBytes(body), headers: headers);

    private Exchange Make(string path, PipeReader body) =>
        Exchanges.Of(SnapshotCompiler.Compile(Exchanges.Settings, _time), path: path, time: _time, source: body);

    private static Held Use(Exchange exchange) => new(exchange);

    private sealed class Held(Exchange exchange) : IDisposable
    {
        public Exchange Value => exchange;

        public void Dispose() => exchange.Body?.Dispose();
    }
}
