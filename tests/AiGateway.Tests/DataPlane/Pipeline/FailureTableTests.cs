using AiGateway.Dialects;
using AiGateway.Pipeline;

namespace AiGateway.Tests.DataPlane.Pipeline;

public sealed class FailureTableTests
{
    [Theory]
    [InlineData(FailureKind.CallerFault, 502, "response_error", true, "caller_fault")]
    [InlineData(FailureKind.TooLong, 502, "response_error", true, "too_long")]
    [InlineData(FailureKind.Filtered, 502, "response_error", true, "filtered")]
    [InlineData(FailureKind.Throttled, 429, "rate_limit_exceeded", true, "throttled")]
    [InlineData(FailureKind.CredentialRefused, 502, "upstream_auth_error", false, "credential_refused")]
    [InlineData(FailureKind.AccessDenied, 502, "upstream_auth_error", false, "access_denied")]
    [InlineData(FailureKind.TargetBroke, 502, "response_error", true, "broke")]
    [InlineData(FailureKind.TargetSlow, 504, "upstream_timeout", false, "slow")]
    [InlineData(FailureKind.Unreachable, 502, "connection_error", false, "unreachable")]
    [InlineData(FailureKind.CallerGone, 499, "client_closed_request", false, "caller_gone")]
    public void Each_kind_leads_to_what_the_contract_says(FailureKind kind, int status, string code, bool passesOn, string metric)
    {
        var rule = FailureTable.Of(kind);

        Assert.Equal((kind, status, code, passesOn, metric), (rule.Kind, rule.Report.Status, rule.Report.Code, rule.PassesOn, rule.Metric));
        Assert.Equal(new Failure(kind, rule.Report), Failure.Of(kind));
    }

    [Theory]
    [InlineData(FailureKind.CallerFault, "bad_request")]
    [InlineData(FailureKind.TooLong, "context_length_exceeded")]
    [InlineData(FailureKind.Filtered, "bad_request")]
    [InlineData(FailureKind.TargetBroke, "response_error")]
    public void An_error_within_an_answer_is_told_by_its_kind(FailureKind kind, string code) => Assert.Equal(code, Failure.Told(kind, "So").Report.Code);

    [Fact]
    public void Every_kind_has_its_rule_in_its_place() => Assert.Equal(Enum.GetValues<FailureKind>(), FailureTable.All.Select(rule => rule.Kind));
}
