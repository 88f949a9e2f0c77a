using CsCheck;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class ByteAnswerTests
{
    private const string Speech = """{"model":"m","input":"x"}""";

    [Fact]
    public Task However_they_are_split_the_caller_gets_the_same_bytes() =>
        Gen.Select(Gen.Byte.Array[0, 60_000], Gen.Int[1, 30_000].Array[1, 8]).SampleAsync(
            async (bytes, reads) =>
            {
                using var provider = Provide(new SplitContent(bytes, reads));

                Assert.Null((await provider.RunAsync()).Error);
                Assert.Equal(bytes, await provider.ReadOutputAsync());
                Assert.True(provider.Exchange.IsSettled);
            },
            iter: 30);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1000, true)]
    public async Task What_breaks_is_an_error_before_its_first_byte_and_no_clean_end_after_it(int length, bool isBroken)
    {
        using var provider = Provide(new SplitContent(new byte[length], [100], new IOException("cut")));

        var outcome = await provider.RunAsync();

        Assert.Equal(("response_error", isBroken), (outcome.Error?.Code, outcome.Broken));
        Assert.Equal(isBroken, provider.Exchange.Reply.HasBegun);
        Assert.False(provider.Exchange.IsSettled);
    }

    [Fact]
    public async Task An_empty_answer_is_an_answer()
    {
        using var provider = Provide(new SplitContent([], [1]));

        Assert.Null((await provider.RunAsync()).Error);
        Assert.Equal(200, provider.Exchange.Reply.Status);
    }

    private static ScriptedProvider Provide(SplitContent content) =>
        new(_ => new HttpResponseMessage { Content = content }, path: "/v1/audio/speech", body: Speech);
}
