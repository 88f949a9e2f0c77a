using System.Buffers;
using System.Text;
using AiGateway.Dialects.Providers;

namespace AiGateway.Tests.Dialects.Providers;

public sealed class ErrorFactsTests
{
    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":null,"code":"a"}}""", "a", "t", "m")]
    [InlineData("""{"code":"a","message":"m"}""", "a", null, "m")]
    [InlineData("""{"request_id":"r","error":{"type":"t"},"code":"a"}""", "a", "t", null)]
    [InlineData("""{"code":"outer","error":{"code":"inner"}}""", "inner", null, null)]
    [InlineData("""{"error":{"code":"inner"},"code":"outer"}""", "inner", null, null)]
    [InlineData("""{"details":[{"code":"no"}],"error":{"inner":{"code":"no"},"code":"a"}}""", "a", null, null)]
    [InlineData("""{"error":"m","code":"a"}""", "a", null, "m")]
    [InlineData("""{"code":"\u0061"}""", "a", null, null)]
    [InlineData("""{"error":{"code":429,"message":"m"}}""", "429", null, "m")]
    [InlineData("""{"error":{"code":-1.5e3}}""", "-1.5e3", null, null)]
    [InlineData("""{"error":{"code":null,"message":null}}""", null, null, null)]
    [InlineData("""{"error":{"code":{"a":1},"message":["m"],"type":false}}""", null, null, null)]
    [InlineData("""{"error":null,"message":"m"}""", null, null, "m")]
    [InlineData("""[{"error":{"code":"a"}},{"error":{"code":"b"}}]""", "a", null, null)]
    [InlineData("""{"detail":"m"}""", null, null, "m")]
    [InlineData("""{"detail":[{"loc":["body","x"],"msg":"m","type":"extra_forbidden"},{"msg":"n"}]}""", null, "extra_forbidden", "m")]
    [InlineData("""{"detail":{"error":{"code":"a","message":"m"}}}""", "a", null, "m")]
    [InlineData("""{"object":"error","message":"m","type":"t","param":null,"code":40303}""", "40303", "t", "m")]
    [InlineData("""{"result":null,"success":false,"errors":[{"code":10000,"message":"m"}],"messages":[]}""", "10000", null, "m")]
    [InlineData("""{"base_resp":{"status_code":1002,"status_msg":"m"}}""", "1002", null, "m")]
    [InlineData("""{"error_code":336003,"error_msg":"m"}""", "336003", null, "m")]
    [InlineData("""{"Response":{"Error":{"Code":"a","Message":"m"},"RequestId":"r"}}""", "a", null, "m")]
    [InlineData("""{"error":"m","error_type":"overloaded"}""", null, "overloaded", "m")]
    [InlineData("""{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}""", "429", "RESOURCE_EXHAUSTED", "m")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", null, "overloaded_error", "m")]
    [InlineData("""{"error":{"message":"m","code":"a",""", "a", null, "m")]
    [InlineData("""{"error":{"message":"cut""", null, null, null)]
    [InlineData("""{"code":"\ud800"}""", null, null, null)]
    [InlineData("""{"\udc00":0,"code":"a"}""", null, null, null)]
    [InlineData("\"m\"", null, null, "m")]
    [InlineData("{}", null, null, null)]
    [InlineData("[]", null, null, null)]
    [InlineData("null", null, null, null)]
    [InlineData("", null, null, null)]
    [InlineData("<html>429</html>", null, null, null)]
    public void They_are_found_in_any_shape_and_at_any_split(string body, string? code, string? type, string? message)
    {
        var expected = new ErrorFacts(code, type, message, RetryAfter: null);
        Assert.Equal(expected, ErrorFacts.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))));
        Assert.Equal(expected, ErrorFacts.Read(Segmented.Everywhere(Encoding.UTF8.GetBytes(body))));
    }

    [Fact]
    public void What_is_kept_of_them_is_bounded()
    {
        var facts = ErrorFacts.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(
            $$"""{"code":"{{new string('c', 129)}}","type":"{{new string('t', 128)}}","message":"{{new string('m', 5_000)}}"}""")));

        Assert.Null(facts.Code);
        Assert.Equal(128, facts.Type?.Length);
        Assert.Equal(2_000, facts.Message?.Length);
    }

    [Fact]
    public void Nesting_has_an_end() =>
        Assert.Null(ErrorFacts.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("{\"error\":", 30)) + "{\"code\":\"a\"}" + new string('}', 30)))).Code);

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(Fuzzing.Seed);
        var whole = """[{"request_id":"r","errors":[{"message":"m\ud83d\ude00","code":1}],"error":{"code":"a","details":[{"retryDelay":"1s"}],"x":[1,{}]},"detail":[{"msg":"b"}]}]"""u8.ToArray();
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            ErrorFacts.Read(new ReadOnlySequence<byte>(Fuzzing.Mutate(whole, "{}[]\",:\\ud8"u8, random)));
        }
    }
}
