using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Turns calls of functions that stand in for tools whose argument is text into calls of those tools, as they come.</summary>
/// <param name="tools">The tools that the caller has.</param>
/// <param name="next">Takes what a stream says.</param>
internal sealed class FreeformCalls(IReadOnlyList<Tool> tools, IStreamSink next) : IStreamSink
{
    private readonly List<Call> _open = [];

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.ToolCall when !part.IsFreeform && FreeformEmulation.IsFreeform(new JsonString(part.Name.ToArray()), tools):
                _open.Add(new Call(part.Choice, part.Slot));
                next.Take(part with { IsFreeform = true });
                break;
            case StreamEventKind.Arguments when Find(part.Choice, part.Slot) is { } call:
                TakeArguments(call, part);
                break;
            case StreamEventKind.PartEnd when part.Slot != StreamEvent.NoSlot && Find(part.Choice, part.Slot) is { } ended:
                End(ended);
                break;
            case StreamEventKind.Stop:
                EndAll(part.Choice);
                next.Take(part);
                break;
            default:
                next.Take(part);
                break;
        }
    }

    private Call? Find(int choice, int slot)
    {
        foreach (var call in _open)
        {
            if (call.Choice == choice && call.Slot == slot)
            {
                return call;
            }
        }

        return null;
    }

    private void TakeArguments(Call call, scoped in StreamEvent part)
    {
        Tell(call, call.Input.Add(part.Text));
        if (call.Input.IsComplete)
        {
            End(call);
        }
    }

    private void EndAll(int choice)
    {
        foreach (var call in _open)
        {
            if (call.Choice == choice)
            {
                End(call);
            }
        }
    }

    private void End(Call call)
    {
        if (!call.IsEnded)
        {
            call.IsEnded = true;
            Tell(call, call.Input.End());
            next.Take(new StreamEvent { Kind = StreamEventKind.PartEnd, Choice = call.Choice, Slot = call.Slot });
        }
    }

    private void Tell(Call call, byte[] text)
    {
        if (text.Length > 2)
        {
            next.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Choice = call.Choice, Slot = call.Slot, Text = text });
        }
    }

    private sealed class Call(int choice, int slot)
    {
        public int Choice { get; } = choice;

        public int Slot { get; } = slot;

        public FreeformInput Input { get; } = new();

        public bool IsEnded { get; set; }
    }
}
