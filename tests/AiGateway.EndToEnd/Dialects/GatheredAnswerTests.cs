
namespace AiGateway.EndToEnd.Dialects;

/// <summary>Answers of models that only stream, to callers who asked for one document.</summary>
public sealed class GatheredAnswerTests : IAsyncLifetime
{
    private const int PieceLength = 8 * 1024;

    private static readonly string s_piece = Samples.Text(new string('x', PieceLength));
    private static readonly CallerRequest s_request = CallerRequest.Chat("""{"model":"qwq-plus","messages":[{"role":"user","content":"Hi"}]}""");

    private Fleet _fleet = null!;

    public async ValueTask InitializeAsync() => _fleet = await Fleet.StartAsync(1, """
        server: { limits: { buffered: 1MiB, request_body: 64KiB } }
        defaults: { retry: { attempts: 0 }, breaker: { failures: 0 } }
        providers:
          dashscope: { type: dashscope, base_url: "{0}", api_key: sk-a }
        models:
          qwq-plus: { targets: [ { provider: dashscope } ] }
        """);

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Fact]
    public async Task What_is_gathered_counts_for_what_may_be_held_at_once_and_is_given_back()
    {
        // Both together would be more than there may be.
        await AssertServedAsync(40);
        await AssertServedAsync(40);

        // It never ends, so that it is what was gathered that is too much, and not what was made of it.
        _fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            try
            {
                await exchange.SendChunkAsync(string.Concat(Enumerable.Repeat(s_piece, 150)));
            }
            catch (IOException)
            {
                return;
            }

            await exchange.WaitForPeerCloseAsync();
        });
        var refused = await _fleet.SendAsync(s_request);
        Assert.Equal((503, "overloaded"), (refused.Status, refused.ErrorCode));

        await AssertServedAsync(40);
    }

    private async Task AssertServedAsync(int pieces)
    {
        _fleet.Main.Play(Answer.Stream([.. Enumerable.Repeat(s_piece, pieces), Samples.Finish, Samples.Done]));
        var reply = await _fleet.SendAsync(s_request);

        Assert.Equal(200, reply.Status);
        Assert.Equal(pieces * PieceLength, reply.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!.Length);
        await WaitForNothingHeldAsync();
    }

    // A caller can have all of an answer before it is given back.
    private async Task WaitForNothingHeldAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!(await _fleet.SendAsync(CallerRequest.Get("/readyz?verbose"))).Text.Contains("\"bytes_held\":0,", StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline.Usual, "What was held was never given back.");
        }
    }
}
