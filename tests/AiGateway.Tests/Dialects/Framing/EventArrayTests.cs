using System.Text;
using AiGateway.Dialects.Framing;

namespace AiGateway.Tests.Dialects.Framing;

public sealed class EventArrayTests
{
    [Theory]
    [InlineData("", "[]")]
    [InlineData(": nothing\n\ndata: \n\ndata\n\n", "[]")]
    [InlineData("data: {\"a\":1}\n\n", "[{\"a\":1}]")]
    [InlineData("data: {\"a\":1}\r\n\r\ndata: {\"b\":2}\r\n\r\n", "[{\"a\":1},\r\n{\"b\":2}]")]
    [InlineData("data:{\"a\":1}\r\rdata:   {\"b\":\"2 \"}\r\r", "[{\"a\":1},\r\n{\"b\":\"2 \"}]")]
    [InlineData("event: error\nid: 7\ndata: {\"a\":1}\nretry: 3\n\n: ping\n\ndata: {}\n\n", "[{\"a\":1},\r\n{}]")]
    [InlineData("data: {\ndata:  \"a\":\r\ndata: 1}\n\ndata: 2\n\n", "[{\n  \"a\":\n 1},\r\n2]")]
    [InlineData("dat: 1\nda\ndatax: 2\n\ndata: 3", "[3]")]
    [InlineData("\uFEFFdata: 1\n\n\uFEFFdata: 2\n\n", "[1]")]
    public void The_array_is_the_same_at_every_split(string events, string array)
    {
        var bytes = Encoding.UTF8.GetBytes(events);
        for (var size = 1; size <= Math.Max(1, bytes.Length); size++)
        {
            Assert.Equal(array, Convert(bytes, size));
        }
    }

    private static string Convert(byte[] bytes, int size)
    {
        var converted = new EventArray();
        var text = new MemoryStream();
        for (var start = 0; start < bytes.Length; start += size)
        {
            ReadOnlySpan<byte> events = bytes.AsSpan(start, Math.Min(size, bytes.Length - start));
            while (converted.TryRead(ref events, out var piece))
            {
                text.Write(piece);
            }

            Assert.True(events.IsEmpty);
        }

        text.Write(converted.End());
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
