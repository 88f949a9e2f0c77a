using System.Text;
using AiGateway.Dialects.Framing;

namespace AiGateway.Tests.Dialects.Framing;

public sealed class ServerSentEventTests
{
    [Theory]
    [InlineData("data: a\n\n", "", "a")]
    [InlineData("data:a\n\n", "", "a")]
    [InlineData("data:   a \n\n", "", "  a ")]
    [InlineData("data\n\n", "", "")]
    [InlineData("data: a\ndata:\ndata: b\n\n", "", "a\n\nb")]
    [InlineData("data: a\r\ndata: b\rdata: c\n\n", "", "a\nb\nc")]
    [InlineData("event: one\nevent:two\ndata: a\n\n", "two", "a")]
    [InlineData(": data: a\nid: 1\nretry: 5\n\n", "", "")]
    [InlineData("database: a\n data: b\nDATA: c\n\n", "", "")]
    [InlineData("\uFEFFdata: a\n\n", "", "a")]
    [InlineData("\uFEFFdata: a\ndata: b\n\n", "", "a\nb")]
    [InlineData("\n\ndata: a", "", "a")]
    public void Fields_are_read_as_the_standard_says(string text, string name, string data)
    {
        var read = ServerSentEvent.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(name, Encoding.UTF8.GetString(read.Name));
        Assert.Equal(data, Encoding.UTF8.GetString(read.Data));
    }
}
