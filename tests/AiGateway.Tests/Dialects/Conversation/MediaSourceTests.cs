using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class MediaSourceTests
{
    [Theory]
    [InlineData("\"data:image/png;base64,aGk=\"", "image/png", "aGk=")]
    [InlineData("\"data:image\\/png;base64,a\\/k=\"", "image/png", "a/k=")]
    [InlineData("\"data:text/plain;charset=utf-8;base64,aGk\"", "text/plain", "aGk")]
    [InlineData("\"data:;base64,no base64 \\\" at all\"", "", "no base64 \" at all")]
    public void A_url_that_holds_the_data_is_taken_apart(string quoted, string type, string data)
    {
        var source = MediaSource.FromUrl(new JsonString(System.Text.Encoding.UTF8.GetBytes(quoted)));

        Assert.Equal((type, data, false), (source.MediaType.ToString(), source.Data.ToString(), source.Url.IsGiven));
    }

    [Theory]
    [InlineData("https://example.com/a.png")]
    [InlineData("data:image/svg+xml,<svg/>")]
    [InlineData("dat")]
    public void Any_other_url_stays_one(string url) => Assert.Equal(url, MediaSource.FromUrl(JsonString.Of(url)).Url.ToString());

    [Fact]
    public void The_data_is_copied_once()
    {
        var url = JsonString.Of("data:image/png;base64," + new string('A', 1_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        MediaSource.FromUrl(url);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1_000_000, 1_010_000);
    }
}
