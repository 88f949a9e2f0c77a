using System.Text;
using AiGateway.Demo.Models;

namespace AiGateway.Demo;

/// <summary>What the faulty models do to answers that are not event streams. For those that are, see <see cref="EventStream"/>.</summary>
internal static class Faults
{
    public static readonly TimeSpan BetweenHeartbeats = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_beforeReset = TimeSpan.FromMilliseconds(100);

    private static readonly byte[] s_html = Encoding.UTF8.GetBytes(
        "<!doctype html>\n<html><head><title>Welcome</title></head><body><h1>Not an API</h1><p>This page is no answer to your request.</p></body></html>\n");

    /// <summary>Does what a model does that gives no answer at all; false where it does give one.</summary>
    public static async ValueTask<bool> ReplaceAnswerAsync(SimulatedCall call)
    {
        switch (call.Model.Fault)
        {
            case Fault.Silence:
                await call.WaitForeverAsync();
                return true;
            case Fault.Html:
                call.Http.Response.ContentType = "text/html; charset=utf-8";
                await call.Http.Response.BodyWriter.WriteAsync(s_html, call.Ends);
                return true;
            case Fault.Empty:
                call.Http.Response.ContentLength = 0;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Sends a whole answer, or as much of it as the model's fault lets through.</summary>
    public static async Task SendWholeAsync(SimulatedCall call, ReadOnlyMemory<byte> bytes)
    {
        var response = call.Http.Response;
        var half = bytes[..(bytes.Length / 2)];
        switch (call.Model.Fault)
        {
            case Fault.Cut:
                response.ContentLength = bytes.Length;
                await response.BodyWriter.WriteAsync(half, call.Ends);
                await ResetAsync(call);
                return;
            case Fault.Stall:
                response.ContentLength = bytes.Length;
                await response.BodyWriter.WriteAsync(half, call.Ends);
                await call.WaitForeverAsync();
                return;
            case Fault.Heartbeats:
                await BeatAsync(call, " "u8.ToArray());
                return;
            case Fault.Malformed:
                response.ContentLength = half.Length;
                await response.BodyWriter.WriteAsync(half, call.Ends);
                return;
            default:
                response.ContentLength = bytes.Length;
                await response.BodyWriter.WriteAsync(bytes, call.Ends);
                return;
        }
    }

    /// <summary>Resets the connection.</summary>
    public static async Task ResetAsync(SimulatedCall call)
    {
        // A reset makes the other side throw away what it has not read yet: leave it the time to.
        await call.WaitAsync(s_beforeReset);
        call.Http.Abort();
    }

    /// <summary>Sends a sign of life again and again, until the caller hangs up.</summary>
    public static async Task BeatAsync(SimulatedCall call, byte[] heartbeat)
    {
        while (true)
        {
            await call.Http.Response.BodyWriter.WriteAsync(heartbeat, call.Ends);
            await call.WaitAsync(BetweenHeartbeats);
        }
    }
}
