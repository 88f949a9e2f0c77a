using System.Buffers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
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
    [InlineData(200, "429", FailureKind.Throttled)]
    [InlineData(200, "402", FailureKind.CredentialRefused)]
    [InlineData(200, "502", FailureKind.TargetBroke)]
    [InlineData(200, "rate_limit_exceeded", FailureKind.Throttled)]
    [InlineData(200, "invalid_request_error", FailureKind.CallerFault)]
    [InlineData(200, "content_filter", FailureKind.Filtered)]
    [InlineData(200, "999", FailureKind.TargetBroke)]
    [InlineData(200, null, FailureKind.TargetBroke)]
    [InlineData(400, "429", FailureKind.CallerFault)]
    public void An_error_within_a_success_is_judged_by_its_code(int status, string? code, FailureKind kind) => Assert.Equal(kind, FailureSignals.Classify(status, code));

    [Theory]
    [InlineData("minimax", """{"id":"1","choices":[],"base_resp":{"status_code":1002,"status_msg":"rate limit"}}""", FailureKind.Throttled)]
    [InlineData("minimax", """{"id":"1","choices":[{}],"base_resp":{"status_code":0,"status_msg":""}}""", null)]
    [InlineData("minimax", """{"id":"1","choices":[{}]}""", null)]
    [InlineData("minimax", """{"code":1002}""", null)]
    [InlineData("minimax", "not json", null)]
    [InlineData("spark", """{"code":11202,"message":"over qps","sid":"s"}""", FailureKind.Throttled)]
    [InlineData("spark", """{"code":0,"message":"Success","choices":[]}""", null)]
    [InlineData("siliconflow", """{"code":20000,"data":{"id":"f"}}""", null)]
    [InlineData("siliconflow", """{"code":50505,"message":"busy","data":null}""", FailureKind.TargetBroke)]
    [InlineData("openai", """{"code":11202,"message":"over qps"}""", null)]
    public void A_failure_under_a_200_is_found_where_the_provider_hides_them(string type, string body, FailureKind? kind) =>
        Assert.Equal(kind, FailureSignals.FindHidden(ProviderCatalogue.ByType[type], new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)))?.Kind);
}
