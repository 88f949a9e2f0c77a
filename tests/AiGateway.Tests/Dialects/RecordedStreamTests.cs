using System.Text;
using AiGateway.Dialects;

namespace AiGateway.Tests.Dialects;

public sealed class RecordedStreamTests
{
    public static TheoryData<RecordedStream> Streams { get; } = [.. RecordedStreams.All];

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public void It_is_understood_at_every_split(RecordedStream stream)
    {
        Check(stream, stream.Bytes, [1]);
        for (var cut = 1; cut < stream.Bytes.Length; cut++)
        {
            Check(stream, stream.Bytes, [cut, stream.Bytes.Length]);
        }
    }

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public void It_is_understood_with_every_line_end(RecordedStream stream)
    {
        foreach (var lineEnd in (string[])["\r\n", "\r"])
        {
            Check(stream, Encoding.UTF8.GetBytes(stream.Text.Replace("\n", lineEnd, StringComparison.Ordinal)), [7, 1, 64]);
        }
    }

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public void Cut_anywhere_before_its_last_word_it_is_not_whole(RecordedStream stream)
    {
        // The last word is the event that the whole stream is whole by; what is cut inside a chunk before it must never pass for an end.
        if (!stream.IsWhole)
        {
            return;
        }

        var bytes = stream.Bytes;
        var events = EventFeed.Frame(bytes, [bytes.Length]);
        var tap = stream.Open();
        var decisive = 0;
        foreach (var serverSentEvent in events)
        {
            tap.Read(serverSentEvent);
            if (tap.IsWhole)
            {
                break;
            }

            decisive += serverSentEvent.Length;
        }

        for (var end = 0; end < decisive; end++)
        {
            var cut = stream.Open();
            EventFeed.Read(cut, bytes[..end], [end]);
            Assert.False(cut.IsWhole, $"whole after {end} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public void Half_an_event_never_makes_it_whole(RecordedStream stream)
    {
        var bytes = stream.Bytes;
        for (var end = 0; end < bytes.Length; end++)
        {
            var tap = stream.Open();
            var kinds = EventFeed.Read(tap, bytes[..end], [end]);
            if (kinds is not [.., EventKind.Malformed])
            {
                continue;
            }

            var ahead = stream.Open();
            EventFeed.Read(ahead, bytes[..EventFeed.Frame(bytes[..end], [end])[..^1].Sum(part => part.Length)], [bytes.Length]);
            Assert.Equal(ahead.IsWhole, tap.IsWhole);
        }
    }

    private static void Check(RecordedStream stream, byte[] bytes, IReadOnlyList<int> reads)
    {
        var tap = stream.Open();
        Assert.Equal(stream.Kinds, RecordedStream.Spell(EventFeed.Read(tap, bytes, reads)));
        Assert.Equal(stream.Usage, tap.Usage);
        Assert.Equal(stream.IsWhole, tap.IsWhole);
    }
}
