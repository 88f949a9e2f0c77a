namespace AiGateway.Demo.Models;

/// <summary>How long a model takes.</summary>
/// <param name="FirstToken">From the request to the first token.</param>
/// <param name="PerToken">From one token to the next, on average; single ones vary by a quarter.</param>
internal readonly record struct Pace(TimeSpan FirstToken, TimeSpan PerToken)
{
    /// <summary>As a person sees a hosted model: a third of a second, then 30 to 50 ms a token.</summary>
    public static readonly Pace Human = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(40));

    /// <summary>At once.</summary>
    public static readonly Pace None;

    private const int Steps = 11;

    /// <summary>The wait before a token of a stream; the same for the same position.</summary>
    public TimeSpan BeforeToken(int position) => PerToken * (0.75 + (0.5 * (position * 7 % Steps) / (Steps - 1)));

    /// <summary>The wait before an answer that is sent whole.</summary>
    public TimeSpan Whole(int tokens) => FirstToken + (PerToken * tokens);
}
