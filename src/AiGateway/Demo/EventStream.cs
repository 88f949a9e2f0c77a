using System.Buffers;
using System.Text;
using AiGateway.Demo.Models;

namespace AiGateway.Demo;

/// <summary>Sends the events of an answer at the model's pace, and breaks the stream where the model's fault says so.</summary>
internal static class EventStream
{
    /// <summary>Sends one answer.</summary>
    /// <param name="call">The request.</param>
    /// <param name="events">The whole answer; pulled one by one as they are sent.</param>
    /// <param name="error">The event that tells of a failure, given how many went before it.</param>
    public static async ValueTask SendAsync(SimulatedCall call, IEnumerable<SimulatedEvent> events, Func<int, SimulatedEvent> error)
    {
        var model = call.Model;
        await call.WaitAsync(model.Pace.FirstToken);
        await StartAsync(call);
        if (model.Fault == Fault.Heartbeats)
        {
            await Faults.BeatAsync(call, ": heartbeat\n\n"u8.ToArray());
        }

        var sent = 0;
        var tokens = 0;
        var broken = false;
        foreach (var next in events)
        {
            if (next.IsToken && tokens++ > 0)
            {
                await call.WaitAsync(model.Pace.BeforeToken(tokens));
            }

            var current = next;
            if (!broken && (sent == model.FaultAfter || next.IsLast))
            {
                broken = true;
                switch (model.Fault)
                {
                    case Fault.Cut:
                        await Faults.ResetAsync(call);
                        return;
                    case Fault.Stall:
                        await call.WaitForeverAsync();
                        return;
                    case Fault.ErrorEvent:
                        await WriteAsync(call, error(sent));
                        return;
                    case Fault.Malformed:
                        current = next with { Data = next.Data[..(next.Data.Length / 2)] };
                        break;
                    default:
                        break;
                }
            }

            if (next.IsLast && model.Fault == Fault.NoEnd)
            {
                return;
            }

            await WriteAsync(call, current);
            sent++;
        }
    }

    private static Task StartAsync(SimulatedCall call)
    {
        var response = call.Http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
        return response.StartAsync(call.Ends);
    }

    private static async ValueTask WriteAsync(SimulatedCall call, SimulatedEvent sent)
    {
        var output = call.Http.Response.BodyWriter;
        if (sent.Name is { } name)
        {
            output.Write("event: "u8);
            Encoding.UTF8.GetBytes(name, output);
            output.Write("\n"u8);
        }

        output.Write("data: "u8);
        output.Write(sent.Data.Span);
        output.Write("\n\n"u8);
        await output.FlushAsync(call.Ends);
    }
}
