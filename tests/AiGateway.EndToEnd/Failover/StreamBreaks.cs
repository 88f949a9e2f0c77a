using System.Text;

namespace AiGateway.EndToEnd.Failover;

/// <summary>The ways in which a stream breaks after forty tokens.</summary>
internal static class StreamBreaks
{
    public static async Task RunAsync(UpstreamExchange exchange, string how)
    {
        var next = Tale.TokenChunk("main", 40);
        switch (how)
        {
            case "reset":
                // What was sent before is not to be thrown away with the connection.
                await Deadline.PauseAsync(TimeSpan.FromMilliseconds(100));
                exchange.Reset();
                return;
            case "ended":
                await exchange.EndChunksAsync();
                return;
            case "silent":
                await exchange.StallAsync();
                return;
            case "broken json":
                await exchange.SendChunkAsync("data: {\"id\":\"main-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"never\n\n");
                await exchange.StallAsync();
                return;
            case "cut in a character":
                var bytes = Encoding.UTF8.GetBytes(Tale.Chunk("main", """{"content":"字"}"""));
                await exchange.SendChunkAsync(bytes.AsMemory(0, Array.IndexOf(bytes, (byte)0xE5) + 1));
                exchange.Close();
                return;
            case "cut in a line":
                await exchange.SendChunkAsync(next[..(next.Length / 2)]);
                exchange.Close();
                return;
            case "error event":
                await exchange.SendChunkAsync("data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n");
                exchange.Close();
                return;
            default:
                exchange.Close();
                return;
        }
    }
}
