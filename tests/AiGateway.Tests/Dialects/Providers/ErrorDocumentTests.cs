using System.Buffers;
using System.Text;
using AiGateway.Dialects.Providers;

namespace AiGateway.Tests.Dialects.Providers;

public sealed class ErrorDocumentTests
{
    [Theory]
    [InlineData("""{"error":{"message":"no"}}""", true)]
    [InlineData("""{"error":"no","request_id":"r","code":1}""", true)]
    [InlineData("""{"type":"error","error":{}}""", true)]
    [InlineData("""{"error":null}""", false)]
    [InlineData("""{"error":{},"choices":[]}""", false)]
    [InlineData("""{"output":[],"error":{}}""", false)]
    [InlineData("""{"error":{},"usage":{}}""", false)]
    [InlineData("""{"message":"no"}""", false)]
    [InlineData("""{}""", false)]
    [InlineData("""[{"error":{}}]""", false)]
    [InlineData("""{"error":{""", false)]
    [InlineData("", false)]
    public void An_error_alone_is_one(string body, bool expected) =>
        Assert.Equal(expected, ErrorDocument.Is(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))));
}
