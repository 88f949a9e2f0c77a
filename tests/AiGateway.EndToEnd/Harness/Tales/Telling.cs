namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>A stream as a provider sends it, event by event. One per answer.</summary>
public abstract class Telling
{
    /// <summary>How many tokens were told.</summary>
    protected int Tokens { get; private set; }

    /// <summary>What stands ahead of the first token.</summary>
    public abstract string Begin();

    /// <summary>One token of reasoning.</summary>
    public string Think(string text)
    {
        Tokens++;
        return ThinkMore(text);
    }

    /// <summary>One token of text.</summary>
    public string Say(string text)
    {
        Tokens++;
        return SayMore(text);
    }

    /// <summary>As much of a call of a tool as comes before its arguments are whole; all of it where the dialect does not tell less.</summary>
    public abstract string BeginCall();

    /// <summary>The end of a whole answer, usage included: nine tokens of prompt, and as many of the answer as were told.</summary>
    public abstract string End();

    /// <summary>An error in the middle of the stream.</summary>
    public abstract string Fail();

    protected abstract string ThinkMore(string text);

    protected abstract string SayMore(string text);
}
