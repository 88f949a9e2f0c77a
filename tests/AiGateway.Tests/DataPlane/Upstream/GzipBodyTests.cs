using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class GzipBodyTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"a"}]}""";
    private const string ChatStream = """{"model":"m","stream":true,"messages":[{"role":"user","content":"a"}]}""";
    private const string Message = """{"id":"m1","type":"message","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}""";
    private const string Chunks = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    [Theory]
    [InlineData("gzip")]
    [InlineData("X-GZIP")]
    public async Task An_answer_that_is_translated_is_read_though_it_came_compressed(string encoding)
    {
        using var provider = new ScriptedProvider(_ => Answer(200, Pack(Message), encoding: encoding), body: Chat, type: "anthropic");

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Contains("\"content\":\"Hello\"", await provider.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, provider.Exchange.Usage?.Output);
        Assert.False(provider.Exchange.Reply.Headers.ContainsKey("Content-Encoding"));
    }

    [Fact]
    public async Task Events_are_read_though_they_came_compressed_and_go_on_as_they_were_before()
    {
        using var provider = new ScriptedProvider(_ => Answer(200, Pack(Chunks), "text/event-stream"), body: ChatStream);

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Equal(Chunks, await provider.ReadTextAsync());
        Assert.False(provider.Exchange.Reply.Headers.ContainsKey("Content-Encoding"));
    }

    [Fact]
    public async Task An_error_is_judged_by_what_it_says_though_it_came_compressed()
    {
        const string Body = """{"error":{"message":"sk-provider","type":"Arrearage"},"code":"Arrearage"}""";
        using var provider = new ScriptedProvider(_ => Answer(400, Pack(Body)), body: Chat);

        Assert.Equal("upstream_auth_error", (await provider.RunAsync()).Error?.Code);
    }

    [Fact]
    public async Task What_passes_as_it_came_stays_compressed()
    {
        var packed = Pack("""{"choices":[]}""");
        using var provider = new ScriptedProvider(_ => Answer(200, packed), body: Chat);

        Assert.Null((await provider.RunAsync()).Error);

        Assert.Equal(packed, await provider.ReadOutputAsync());
        Assert.Equal("gzip", provider.Exchange.Reply.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    public async Task What_cannot_be_unpacked_is_no_answer(int kept)
    {
        var packed = kept == 0 ? Encoding.UTF8.GetBytes(Message) : Pack(Message)[..kept];
        using var provider = new ScriptedProvider(_ => Answer(200, packed), body: Chat, type: "anthropic");

        Assert.Equal("response_error", (await provider.RunAsync()).Error?.Code);
        Assert.Equal(0, provider.Budget.Held);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br", false)]
    [InlineData("gzip, br", false)]
    [InlineData("identity", false)]
    public void Only_one_way_is_known(string encoding, bool expected)
    {
        using var content = new ByteArrayContent([]);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        Assert.Equal(expected, GzipBody.Is(content.Headers));
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static HttpResponseMessage Answer(int status, byte[] body, string type = "application/json", string encoding = "gzip")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }
}
