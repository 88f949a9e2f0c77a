namespace AiGateway.EndToEnd.Streaming;

public sealed class BackpressureTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private const long Most = 512L << 20;

    private readonly Rig _rig = fixture.Rig;

    [Fact]
    public async Task A_reader_that_stalls_holds_back_an_upstream_that_floods()
    {
        var taken = new TaskCompletionSource<long>();
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            taken.SetResult(await exchange.FloodAsync(Samples.Text(new string('x', 16 * 1024)), Most, TimeSpan.FromSeconds(1)));
            await exchange.StallAsync();
        });
        await _rig.SendAsync(CallerRequest.Get("/health"));
        var before = _rig.Gateway.ResidentBytes();

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        Assert.NotNull(await answer.ReadEventAsync());

        // What both kernels' socket buffers hold counts as taken: some MiB each.
        Assert.InRange(await taken.Task.Within("the flood to be held back", TimeSpan.FromSeconds(60)), 1, 32L << 20);
        Assert.InRange(_rig.Gateway.ResidentBytes() - before, long.MinValue, 48L << 20);
    }

    [Fact]
    public async Task An_endless_line_is_held_back_too()
    {
        var taken = new TaskCompletionSource<long>();
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one") + "data: ");
            taken.SetResult(await exchange.FloodAsync(new string('x', 64 * 1024), Most, TimeSpan.FromSeconds(1)));
            exchange.Close();
        });
        await _rig.SendAsync(CallerRequest.Get("/health"));
        var before = _rig.Gateway.ResidentBytes();

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        Assert.NotNull(await answer.ReadEventAsync());

        Assert.InRange(await taken.Task.Within("the flood to be held back", TimeSpan.FromSeconds(60)), 1, 64L << 20);
        Assert.InRange(_rig.Gateway.ResidentBytes() - before, long.MinValue, 96L << 20);
    }

    [Fact]
    public async Task A_large_answer_to_a_fast_reader_takes_little_memory()
    {
        var text = new string('x', 1 << 20);
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync("audio/mpeg");
            for (var round = 0; round < 100; round++)
            {
                await exchange.SendChunkAsync(text);
            }

            await exchange.EndChunksAsync();
        });
        await _rig.SendAsync(CallerRequest.Get("/health"));
        var before = _rig.Gateway.ResidentBytes();

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Post("/v1/audio/speech", """{"model":"tts","input":"Hi"}"""));
        var answer = await client.BeginAnswerAsync();
        long length = 0;
        while (await answer.Body.ReadSomeAsync() is { Length: > 0 } bytes)
        {
            length += bytes.Length;
        }

        Assert.Equal((100L << 20, true), (length, answer.Body.Whole));
        Assert.InRange(_rig.Gateway.ResidentBytes() - before, long.MinValue, 64L << 20);
    }

    [Fact]
    public async Task A_reader_that_pauses_longer_than_the_idle_timeout_gets_everything_after_all()
    {
        await using var rig = await Rig.StartAsync(("STREAM_IDLE_TIMEOUT", "1s"));
        var events = Enumerable.Range(0, 400).Select(number => Samples.Text($"{number} {new string('x', 100_000)}")).ToArray();
        rig.Upstream.Play(Answer.Stream([.. events, Samples.Finish, Samples.Done]));

        using var client = await rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        var length = (await answer.ReadEventAsync())!.Length;
        await Deadline.PauseAsync(TimeSpan.FromSeconds(3));
        while (await answer.Body.ReadSomeAsync() is { Length: > 0 } bytes)
        {
            length += bytes.Length;
        }

        Assert.True(answer.Body.Whole);
        Assert.Equal(events.Sum(text => text.Length) + Samples.Finish.Length + Samples.Done.Length, length + answer.Left.Length);
    }
}
