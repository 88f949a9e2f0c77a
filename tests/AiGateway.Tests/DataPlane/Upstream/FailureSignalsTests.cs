using System.Buffers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Tests.Dialects;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class FailureSignalsTests
{
    [Theory]
    [InlineData(400, null, FailureKind.CallerFault)]
    [InlineData(404, "model_not_found", FailureKind.CallerFault)]
    [InlineData(408, null, FailureKind.TargetBroke)]
    [InlineData(422, "", FailureKind.CallerFault)]
    [InlineData(499, null, FailureKind.CallerFault)]
    [InlineData(400, "context_length_exceeded", FailureKind.TooLong)]
    [InlineData(413, "string_above_max_length", FailureKind.TooLong)]
    [InlineData(400, "content_filter", FailureKind.Filtered)]
    [InlineData(400, "content_policy_violation", FailureKind.Filtered)]
    [InlineData(400, "data_inspection_failed", FailureKind.Filtered)]
    [InlineData(400, "DataInspectionFailed", FailureKind.Filtered)]
    [InlineData(429, null, FailureKind.Throttled)]
    [InlineData(429, "insufficient_quota", FailureKind.Throttled)]
    [InlineData(400, "Arrearage", FailureKind.CredentialRefused)]
    [InlineData(401, null, FailureKind.CredentialRefused)]
    [InlineData(402, null, FailureKind.CredentialRefused)]
    [InlineData(403, null, FailureKind.AccessDenied)]
    [InlineData(407, null, FailureKind.CredentialRefused)]
    [InlineData(100, null, FailureKind.TargetBroke)]
    [InlineData(301, null, FailureKind.TargetBroke)]
    [InlineData(500, null, FailureKind.TargetBroke)]
    [InlineData(529, "overloaded", FailureKind.TargetBroke)]
    public void An_answer_is_judged_by_status_and_code(int status, string? code, FailureKind kind) => Assert.Equal(kind, FailureSignals.Classify(status, code));

    [Theory]
    [InlineData(StopReason.CallerGone, FailureKind.CallerGone)]
    [InlineData(StopReason.AnswerLate, FailureKind.TargetSlow)]
    [InlineData(StopReason.AnswerStalled, FailureKind.TargetSlow)]
    [InlineData(StopReason.Total, FailureKind.TargetSlow)]
    [InlineData(StopReason.None, FailureKind.Unreachable)]
    public void A_cancelled_call_is_judged_by_why_it_was(StopReason stopped, FailureKind kind)
    {
        Assert.Equal(kind, FailureSignals.Classify(new OperationCanceledException(), stopped));
        Assert.Equal(stopped == StopReason.None ? FailureKind.TargetBroke : kind, FailureSignals.Classify(new IOException(), stopped));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, FailureKind.Unreachable)]
    [InlineData(HttpRequestError.ConnectionError, FailureKind.Unreachable)]
    [InlineData(HttpRequestError.SecureConnectionError, FailureKind.Unreachable)]
    [InlineData(HttpRequestError.ProxyTunnelError, FailureKind.Unreachable)]
    [InlineData(HttpRequestError.VersionNegotiationError, FailureKind.Unreachable)]
    [InlineData(HttpRequestError.ResponseEnded, FailureKind.TargetBroke)]
    [InlineData(HttpRequestError.InvalidResponse, FailureKind.TargetBroke)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, FailureKind.TargetBroke)]
    [InlineData(HttpRequestError.Unknown, FailureKind.TargetBroke)]
    public void A_failed_call_is_judged_by_how_far_it_came(HttpRequestError error, FailureKind kind) =>
        Assert.Equal(kind, FailureSignals.Classify(new HttpRequestException(error), StopReason.None));

    [Theory]
    [InlineData("""{"error":{"message":"m","code":"a"}}""", "a")]
    [InlineData("""{"code":"a","message":"m"}""", "a")]
    [InlineData("""{"request_id":"r","error":{"type":"t"},"code":"a"}""", "a")]
    [InlineData("""{"code":"outer","error":{"code":"inner"}}""", "inner")]
    [InlineData("""{"error":{"code":"inner"},"code":"outer"}""", "inner")]
    [InlineData("""{"details":[{"code":"no"}],"error":{"inner":{"code":"no"},"code":"a"}}""", "a")]
    [InlineData("""{"error":"text","code":"a"}""", "a")]
    [InlineData("""{"code":"\u0061"}""", "a")]
    [InlineData("""{"code":400}""", null)]
    [InlineData("""{"error":{"code":null}}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[{"code":"a"}]""", null)]
    [InlineData("""{"error":{"message":"cut""", null)]
    [InlineData("""{"code":"\ud800"}""", null)]
    [InlineData("""{"\udc00":0,"code":"a"}""", null)]
    [InlineData("", null)]
    [InlineData("not json", null)]
    public void The_code_is_found_in_any_shape_and_at_any_split(string body, string? code)
    {
        Assert.Equal(code, FailureSignals.ReadCode(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))));
        Assert.Equal(code, FailureSignals.ReadCode(Segmented.Everywhere(Encoding.UTF8.GetBytes(body))));
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(Fuzzing.Seed);
        var whole = """{"request_id":"r","error":{"message":"m\ud83d\ude00","code":"a","x":[1,{}]},"code":"b"}"""u8.ToArray();
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            FailureSignals.ReadCode(new ReadOnlySequence<byte>(Fuzzing.Mutate(whole, "{}[]\",:\\ud8"u8, random)));
        }
    }
}
