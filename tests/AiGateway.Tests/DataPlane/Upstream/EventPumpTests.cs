using System.Net.Http.Headers;
using AiGateway.Pipeline;
using AiGateway.Tests.Dialects;
using AiGateway.Upstream;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class EventPumpTests
{
    public static TheoryData<RecordedStream> Streams { get; } = [.. RecordedStreams.All];

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public async Task However_a_stream_is_split_the_caller_gets_the_same(RecordedStream stream)
    {
        foreach (var withholdsUsage in (bool[])[false, true])
        {
            foreach (var breaks in (Exception?[])[null, new IOException("cut")])
            {
                var whole = await RelayAsync(stream, [int.MaxValue], withholdsUsage, breaks);
                await Gen.Int[1, 40].Array[1, 12].SampleAsync(
                    async reads => Assert.Equal(whole, await RelayAsync(stream, reads, withholdsUsage, breaks)), iter: 20, threads: 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public async Task A_whole_stream_goes_through_byte_for_byte(RecordedStream stream)
    {
        if (!stream.IsWhole)
        {
            return;
        }

        var relayed = await RelayAsync(stream, [17], withholdsUsage: false, breaks: null);

        // What the stream left out at its end is added.
        Assert.StartsWith(stream.Text, relayed.Text, StringComparison.Ordinal);
        Assert.True(relayed.Text.Length - stream.Text.Length <= "\n\ndata: [DONE]\n\n".Length);
        Assert.Null(relayed.Code);
    }

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public async Task A_stream_that_is_not_whole_never_ends_cleanly(RecordedStream stream)
    {
        if (stream.IsWhole)
        {
            return;
        }

        var relayed = await RelayAsync(stream, [17], withholdsUsage: false, breaks: null);

        Assert.NotNull(relayed.Code);
        Assert.DoesNotContain("[DONE]", relayed.Text, StringComparison.Ordinal);
        Assert.Equal(relayed.Text.Length > 0, relayed.IsBroken);
    }

    private static async Task<Relayed> RelayAsync(RecordedStream stream, IReadOnlyList<int> reads, bool withholdsUsage, Exception? breaks)
    {
        var content = new SplitContent(stream.Bytes, reads, breaks);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        using var provider = new ScriptedProvider(_ => new HttpResponseMessage { Content = content }, stream.Path);
        using var call = new UpstreamCall(provider.Exchange, provider.Provider, provider.Time);
        Assert.Null(await call.SendAsync(usageEdit: null));

        var relay = new EventRelay(new AnswerHead(provider.Head), provider.Settle, provider.Budget, provider.Time);
        var result = await relay.RunAsync(provider.Exchange, call, withholdsUsage);

        Assert.Equal(0, provider.Budget.Held);
        return new Relayed(await provider.ReadTextAsync(), result.Outcome.Error?.Code, result.Outcome.Broken, result.Kind, provider.Exchange.Usage?.ToString());
    }

    private sealed record Relayed(string Text, string? Code, bool IsBroken, FailureKind? Kind, string? Usage);
}
