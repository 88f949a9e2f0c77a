namespace AiGateway.Routing;

/// <summary>A model's targets of one priority.</summary>
/// <param name="First">The place of the first of them among the model's targets.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Strategy">Who of them is next; null where there is but one.</param>
internal sealed record Tier(int First, int Count, TargetStrategy? Strategy)
{
    /// <summary>The bits of its targets, as far as they are set.</summary>
    public ulong Of(ulong targets) => targets >> First & (ulong.MaxValue >> (64 - Count));
}
