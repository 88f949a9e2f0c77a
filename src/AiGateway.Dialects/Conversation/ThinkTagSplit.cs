namespace AiGateway.Dialects.Conversation;

/// <summary>Tells the reasoning that stands in the text of a stream, between <see cref="ThinkTags"/>, as reasoning, wherever the tags were cut.</summary>
/// <param name="next">Takes what the stream says.</param>
internal sealed class ThinkTagSplit(IStreamSink next) : IStreamSink
{
    // White space ahead of a tag: who begins with more of it does not think.
    private const int MostBlank = 64;

    private readonly Dictionary<int, Progress> _choices = [];

    private enum Phase
    {
        Beginning,
        Thinking,
        Thought,
        Plain,
    }

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Begin or StreamEventKind.Usage or StreamEventKind.End or StreamEventKind.Logprobs:
                next.Take(part);
                break;
            case StreamEventKind.Text when Of(part.Choice) is { Phase: not Phase.Plain } progress:
                progress.Held.AddRange(ThinkTags.Plain(part.Text[1..^1]));
                Read(progress, part.Choice);
                break;
            default:
                End(Of(part.Choice), part.Choice);
                next.Take(part);
                break;
        }
    }

    private Progress Of(int choice)
    {
        if (!_choices.TryGetValue(choice, out var progress))
        {
            _choices[choice] = progress = new Progress();
        }

        return progress;
    }

    private void Read(Progress progress, int choice)
    {
        if (progress.Phase == Phase.Beginning)
        {
            ReadBeginning(progress);
        }

        if (progress.Phase == Phase.Thinking)
        {
            ReadThinking(progress, choice);
        }

        if (progress.Phase == Phase.Thought && Trim(progress))
        {
            progress.Phase = Phase.Plain;
        }

        if (progress.Phase == Phase.Plain)
        {
            Tell(progress, choice, StreamEventKind.Text, progress.Held.Count);
        }
    }

    private static void ReadBeginning(Progress progress)
    {
        var held = progress.Span;
        var text = held[ThinkTags.BlankAt(held)..];
        if (text.StartsWith(ThinkTags.Opening))
        {
            progress.Held.RemoveRange(0, held.Length - text.Length + ThinkTags.Opening.Length);
            progress.Phase = Phase.Thinking;
        }
        else if (held.Length > MostBlank || !ThinkTags.Opening.StartsWith(text))
        {
            progress.Phase = Phase.Plain;
        }
    }

    private void ReadThinking(Progress progress, int choice)
    {
        progress.HasThought = progress.HasThought || Trim(progress);
        var end = progress.Span.IndexOf(ThinkTags.Closing);
        Tell(progress, choice, StreamEventKind.Reasoning, end < 0 ? progress.Held.Count - ThinkTags.Unfinished(progress.Span, ThinkTags.Closing) : end);
        if (end >= 0)
        {
            progress.Held.RemoveRange(0, ThinkTags.Closing.Length);
            progress.Phase = Phase.Thought;
        }
    }

    // White space round a tag is the tag's. False while there is nothing else.
    private static bool Trim(Progress progress)
    {
        progress.Held.RemoveRange(0, ThinkTags.BlankAt(progress.Span));
        return progress.Held.Count > 0;
    }

    // What comes now is no text: what is held will not become a tag.
    private void End(Progress progress, int choice)
    {
        Tell(progress, choice, progress.Phase == Phase.Thinking ? StreamEventKind.Reasoning : StreamEventKind.Text, progress.Held.Count);
        progress.Phase = Phase.Plain;
    }

    private void Tell(Progress progress, int choice, StreamEventKind kind, int length)
    {
        if (length > 0)
        {
            next.Take(new StreamEvent { Kind = kind, Choice = choice, Text = [(byte)'"', .. progress.Span[..length], (byte)'"'] });
            progress.Held.RemoveRange(0, length);
        }
    }

    private sealed class Progress
    {
        public List<byte> Held { get; } = [];

        public Phase Phase { get; set; }

        public bool HasThought { get; set; }

        public ReadOnlySpan<byte> Span => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Held);
    }
}
