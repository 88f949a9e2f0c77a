using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Translation;

/// <summary>Keeps what one answer says was thought ahead of its calls.</summary>
/// <param name="memory">Where it is kept.</param>
/// <param name="target">The target's dialect.</param>
/// <param name="origin">The provider and the model.</param>
/// <param name="words">What the model was answering.</param>
internal sealed class ThoughtKeeper(IReasoningMemory memory, DialectCodecs target, string origin, ReadOnlyMemory<byte> words)
{
    /// <summary>The most that is kept of one answer, in bytes: more is no thought that anybody would send twice.</summary>
    public const int MostKept = 256 * 1024;

    /// <summary>Keeps what is worth it of an answer, all of whose calls have ids. Who asks for several goes on with one of them, and mostly the first.</summary>
    public void Keep(ConversationAnswer answer)
    {
        if (answer.Choices is [var first, ..])
        {
            Keep(first.Parts);
        }
    }

    /// <summary>Keeps what is worth it of an answer.</summary>
    /// <param name="parts">The answer, or its reasoning and its calls; every call has an id.</param>
    public void Keep(IReadOnlyList<Part> parts)
    {
        var room = MostKept;
        var ahead = new List<Part>();
        foreach (var part in parts)
        {
            if (IsWanted(part))
            {
                ahead.Add(part);
            }
            else if (part is ToolCallPart call)
            {
                Keep(call, ahead, ref room);
                ahead.Clear();
            }
        }
    }

    // What nobody signed is wanted back by some of those who speak Chat, and of no use elsewhere.
    private bool IsWanted(Part part) =>
        part is SealedReasoningPart or ReasoningPart { Signature: not null } || (part is ReasoningPart && target == DialectCodecs.Chat);

    private void Keep(ToolCallPart call, List<Part> ahead, ref int room)
    {
        var key = CallKey.Of(call.Id, words.Span);
        var thought = new Thought(target.Name, origin, ahead, call.Signature);
        room -= SizeOf(thought);
        if (thought.IsEmpty || room < 0)
        {
            memory.Forget(key);
            return;
        }

        memory.Keep(key, thought.ToBytes());
    }

    private static int SizeOf(Thought thought)
    {
        var size = thought.Signature is { } own ? own.Value.Quoted.Length : 0;
        foreach (var part in thought.Parts)
        {
            size += part is ReasoningPart reasoning ? reasoning.Text.Quoted.Length + (reasoning.Signature?.Value.Quoted.Length ?? 0)
                : part is SealedReasoningPart kept ? kept.Content.Value.Quoted.Length
                : 0;
        }

        return size;
    }
}
