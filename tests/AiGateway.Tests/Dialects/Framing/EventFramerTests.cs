using System.Text;
using AiGateway.Dialects.Framing;
using CsCheck;

namespace AiGateway.Tests.Dialects.Framing;

public sealed class EventFramerTests
{
    private static readonly string[] s_lineEnds = ["\n", "\r\n", "\r"];

    [Fact]
    public void Any_split_and_any_mixture_of_line_ends_gives_the_same_events()
    {
        var line = Gen.Int[0, 4].Select(
            kind => kind switch
            {
                0 => ": comment",
                1 => "event: named",
                2 => "id: 7",
                _ => "data: {\"text\":\"häppchen\"}",
            });
        var events = Gen.Select(line, Gen.Int[0, 2]).List[1, 4].List[1, 6];
        Gen.Select(events, Gen.Int[0, 2].List[1, 12], Gen.Int[1, 40].List[1, 40]).Sample(
            (generated, blanks, reads) =>
            {
                var stream = new StringBuilder();
                var expected = new List<string>();
                foreach (var lines in generated)
                {
                    foreach (var (text, end) in lines)
                    {
                        stream.Append(text).Append(s_lineEnds[end]);
                    }

                    // A CR behind a CR is a blank line, and so is an LF behind an LF; an LF behind a CR would be none.
                    var last = s_lineEnds[lines[^1].Item2];
                    var blank = s_lineEnds[blanks[expected.Count % blanks.Count]];
                    stream.Append(last == "\r" && blank == "\n" ? "\r" : blank);
                    expected.Add(string.Join('\n', lines.Where(l => l.Item1.StartsWith("data", StringComparison.Ordinal)).Select(l => l.Item1["data: ".Length..])));
                }

                var bytes = Encoding.UTF8.GetBytes(stream.ToString());
                var found = EventFeed.Frame(bytes, reads);
                Assert.Equal(bytes, found.SelectMany(e => e).ToArray());
                Assert.Equal(expected, found.Select(EventFeed.DataOf).Where((_, index) => index < expected.Count));
            });
    }

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n")]
    [InlineData("data: a\r\rdata: b\r\r")]
    [InlineData("data: a\n\r\ndata: b\r\n\n")]
    [InlineData("\uFEFFdata: a\n\ndata: b\n\n")]
    [InlineData("\n\r\n\rdata: a\n\n\n\ndata: b\n\n")]
    public void Two_events_are_two_events_at_every_split(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var data = EventFeed.Frame(bytes, [cut, bytes.Length]).Where(EventFramerIsEvent).Select(EventFeed.DataOf);
            Assert.Equal(["a", "b"], data);
        }

        static bool EventFramerIsEvent(byte[] bytes) => EventFramer.IsEvent(bytes);
    }

    [Fact]
    public void A_CR_that_completes_the_blank_line_ends_the_event_before_its_LF_arrives()
    {
        var framer = default(EventFramer);
        Assert.True(framer.TryReadEvent("data: a\r\n\r"u8, out var length));
        Assert.Equal(10, length);
        Assert.False(framer.TryReadEvent("\n"u8, out _));
        Assert.True(framer.TryReadEvent("\ndata: b\n\n"u8, out length));
        Assert.Equal(10, length);
    }

    [Theory]
    [InlineData("data: a\r\n\r", "\n")]
    [InlineData("data: a\r\n\r\n", "")]
    [InlineData("data: a\r\r", "")]
    [InlineData("data: a\n\n", "")]
    public void Of_an_event_that_was_found_ahead_of_its_last_LF_that_is_missing(string serverSentEvent, string missing) =>
        Assert.Equal(missing, Encoding.UTF8.GetString(EventFramer.TornEnd(Encoding.UTF8.GetBytes(serverSentEvent))));

    [Fact]
    public void A_CRLF_torn_apart_is_one_line_end()
    {
        var framer = default(EventFramer);
        Assert.False(framer.TryReadEvent("data: a\r"u8, out _));
        Assert.False(framer.TryReadEvent("data: a\r\n"u8, out _));
        Assert.False(framer.TryReadEvent("data: a\r\ndata: b"u8, out _));
        Assert.True(framer.TryReadEvent("data: a\r\ndata: b\n\n"u8, out var length));
        Assert.Equal(18, length);
    }

    [Fact]
    public void An_event_too_large_to_be_held_still_has_its_end_found()
    {
        var framer = default(EventFramer);
        Assert.False(framer.TryReadEvent("data: 0123456789"u8, out _));
        framer.Advance(16);
        Assert.False(framer.TryReadEvent("0123456789"u8, out _));
        framer.Advance(10);
        Assert.False(framer.TryReadEvent("\r"u8, out _));
        framer.Advance(1);
        Assert.False(framer.TryReadEvent("\n"u8, out _));
        Assert.True(framer.TryReadEvent("\n\r\ndata: next"u8, out var length));
        Assert.Equal(3, length);
    }

    [Fact]
    public void No_more_can_be_taken_out_than_was_seen()
    {
        var framer = default(EventFramer);
        framer.TryReadEvent("data"u8, out _);
        Assert.Throws<ArgumentOutOfRangeException>(() => framer.Advance(5));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("\r\n\n", false)]
    [InlineData("data: a", true)]
    [InlineData("\ndata: a\r\n", true)]
    public void What_is_left_at_the_end_is_an_event_if_it_has_any_content(string rest, bool expected) =>
        Assert.Equal(expected, EventFramer.IsEvent(Encoding.UTF8.GetBytes(rest)));

    [Theory]
    [InlineData("data: a")]
    [InlineData("data: a\n")]
    [InlineData("data: a\r\n")]
    [InlineData("data: a\r")]
    public void The_missing_end_completes_the_last_event(string rest)
    {
        var bytes = Encoding.UTF8.GetBytes(rest);
        byte[] completed = [.. bytes, .. EventFramer.MissingEnd(bytes)];
        var framer = default(EventFramer);
        Assert.True(framer.TryReadEvent(completed, out var length));
        Assert.Equal(completed.Length, length);
    }

    [Fact]
    public void Broken_streams_are_framed_alike_at_any_split()
    {
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var bytes = Fuzzing.Mutate(RecordedStreams.All[input % RecordedStreams.All.Count].Bytes, "\r\n: dateivn\uFEFF"u8, random);
            var whole = EventFeed.Frame(bytes, [Math.Max(1, bytes.Length)]);
            var split = EventFeed.Frame(bytes, [random.Next(1, 9), random.Next(1, 99), random.Next(1, 9)]);
            Assert.Equal(bytes, split.SelectMany(e => e).ToArray());
            Assert.Equal(Contents(whole), Contents(split));
        }

        static IEnumerable<string> Contents(IEnumerable<byte[]> events) => events.Where(e => EventFramer.IsEvent(e)).Select(EventFeed.DataOf);
    }
}
