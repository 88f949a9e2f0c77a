namespace AiGateway.Demo.Generation;

/// <summary>What a model answers, token by token.</summary>
/// <param name="Reasoning">What it thought first.</param>
/// <param name="Text">What it says.</param>
/// <param name="Calls">The functions that it calls.</param>
/// <param name="FinishReason">Why it ended, in the words of chat completions: <c>stop</c>, <c>length</c>, <c>tool_calls</c>, <c>content_filter</c>.</param>
internal sealed record Answer(IReadOnlyList<string> Reasoning, IReadOnlyList<string> Text, IReadOnlyList<ToolCall> Calls, string FinishReason)
{
    /// <summary>How many tokens were generated, those of the reasoning included.</summary>
    public int Tokens
    {
        get
        {
            var tokens = Reasoning.Count + Text.Count;
            foreach (var call in Calls)
            {
                tokens += call.Arguments.Count;
            }

            return tokens;
        }
    }
}
