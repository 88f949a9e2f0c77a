using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Framing;

namespace AiGateway.Tests.Dialects;

/// <summary>Feeds a stream the way a relay does: read by read, each event as soon as it is complete, the rest at the end of the body.</summary>
internal static class EventFeed
{
    /// <summary>The events of a stream that arrives in reads of the given sizes (repeated as needed); the rest, if any, comes last.</summary>
    public static List<byte[]> Frame(byte[] stream, IReadOnlyList<int> reads)
    {
        var events = new List<byte[]>();
        var framer = default(EventFramer);
        var start = 0;
        var end = 0;
        for (var read = 0; end < stream.Length; read++)
        {
            end = Math.Min(stream.Length, end + reads[read % reads.Count]);
            while (framer.TryReadEvent(stream.AsSpan(start, end - start), out var length))
            {
                events.Add(stream[start..(start + length)]);
                start += length;
            }
        }

        if (start < stream.Length)
        {
            events.Add(stream[start..]);
        }

        return events;
    }

    /// <summary>The kinds of the events that a tap sees.</summary>
    public static List<EventKind> Read(StreamTap tap, byte[] stream, IReadOnlyList<int> reads) =>
        [.. Frame(stream, reads).Where(bytes => EventFramer.IsEvent(bytes)).Select(bytes => tap.Read(bytes))];

    /// <summary>The kinds of the events of a text.</summary>
    public static List<EventKind> Read(StreamTap tap, string stream) => Read(tap, Encoding.UTF8.GetBytes(stream), [int.MaxValue / 2]);

    /// <summary>The data of an event as text.</summary>
    public static string DataOf(byte[] bytes) => Encoding.UTF8.GetString(ServerSentEvent.Parse(bytes).Data);
}
