using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Configuration;
using AiGateway.Telemetry;
using AiGateway.Tests.DataPlane.State;
using Microsoft.Extensions.Logging;

namespace AiGateway.Tests.DataPlane.Telemetry;

public sealed class RequestLogTests
{
    private const string Answer = """{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

    [Fact]
    public async Task What_did_not_arrive_at_a_target_of_another_dialect_is_in_the_line()
    {
        var line = await LineOfAsync("""{"model":"m","max_tokens":9,"top_k":5,"messages":[{"role":"user","content":"Hi"}],"odd\nname":1}""");

        Assert.Equal("top_k, odd\nname", (string?)line["dropped"]);
    }

    [Fact]
    public async Task Where_all_arrived_the_line_says_nothing_of_it()
    {
        var line = await LineOfAsync("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("200", line["status"]!.ToString());
        Assert.Null(line["dropped"]);
    }

    private static async Task<JsonNode> LineOfAsync(string message)
    {
        var talk = new StoredTalk(null, "a");
        talk.Answer(Answer);
        await talk.SendAsync("a", "POST", "/v1/messages", message);
        using var written = new MemoryStream();
        using (var writer = new LineWriter(written))
        {
            new RequestLog(new LogOutput(writer, LogLevel.Information, LogFormat.Json), talk.Time).Write(talk.Last!, TimeSpan.Zero, TimeSpan.Zero);
        }

        return JsonNode.Parse(Encoding.UTF8.GetString(written.ToArray()))!;
    }
}
