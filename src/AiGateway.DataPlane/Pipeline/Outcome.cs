namespace AiGateway.Pipeline;

/// <summary>How an exchange ended.</summary>
/// <param name="Error">Why it was refused or failed; null where the caller has the whole answer, or the provider's own error.</param>
public sealed record Outcome(GatewayError? Error)
{
    /// <summary>The caller has what the provider said, whole.</summary>
    public static readonly Outcome Served = new((GatewayError?)null);

    /// <summary>The answer broke after some of it was sent, so that its connection must end without a clean close.</summary>
    public bool Broken { get; init; }

    /// <summary>A refusal where there is an error, else nothing.</summary>
    public static Outcome? Of(GatewayError? error) => error is null ? null : new Outcome(error);

    /// <summary>A refusal that is yet to be written to the caller.</summary>
    public static implicit operator Outcome(GatewayError error) => new(error);

    /// <summary>A failure in the middle of an answer: whatever could be told the caller in-band has been.</summary>
    public static Outcome BrokenOff(GatewayError error) => new(error) { Broken = true };
}
