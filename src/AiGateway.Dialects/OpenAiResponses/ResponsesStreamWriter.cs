using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes the events of a response, numbered without a gap, errors included.</summary>
internal sealed class ResponsesStreamWriter : EventWriter
{
    private readonly ResponsesEvents _events;
    private ResponseHead? _head;
    private OpenOutput? _output;
    private TokenUsage? _usage;
    private StopReason _stop;
    private bool _hasRefusal;
    private byte[] _logprobs = [];

    /// <summary>Begins an answer.</summary>
    public ResponsesStreamWriter(AnswerContext context)
        : base(context) => _events = new ResponsesEvents(Output, Json);

    /// <inheritdoc/>
    public override long? NextNumber => _events.NextNumber;

    /// <inheritdoc/>
    public override void WriteError(in ErrorDetail error)
    {
        if (_head is null)
        {
            Begin(default);
        }

        OpenAiError.WriteResponsesEvent(Output, error, _events.TakeNumber());
        _events.WriteEnd(_head!, _output!.Items, default, error, _usage);
    }

    /// <inheritdoc/>
    protected override void Write(scoped in StreamEvent part)
    {
        // There is one answer here, whatever was asked for.
        if (part.Choice != 0 || Failure is not null)
        {
            return;
        }

        if (part.Kind == StreamEventKind.Begin)
        {
            Begin(part);
        }
        else if (_output is not null)
        {
            Write(part, _output);
            Failure = _output.Failure;
        }
    }

    private void Begin(scoped in StreamEvent part)
    {
        _usage = part.Usage == default ? null : part.Usage;
        _head = new ResponseHead(
            ResponsesId.Of(new JsonString(part.Id.ToArray()), Context.FallbackId),
            part.Name.Length > 2 ? new JsonString(part.Name.ToArray()) : JsonString.Of(Context.FallbackModel),
            part.Created > 0 ? part.Created : Context.Now,
            Context.Request);
        _output = new OpenOutput(_events, _head.Id, Context.ItemIds);
        _events.WriteStart(_head);
    }

    private void Write(scoped in StreamEvent part, OpenOutput output)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Logprobs:
                _logprobs = ResponsesLogprobs.ArrayOf(part.Text.ToArray());
                break;
            case StreamEventKind.Text or StreamEventKind.Refusal:
                WriteWords(part, output);
                break;
            case StreamEventKind.Reasoning:
                WriteThought(part.Text, output);
                break;
            case StreamEventKind.Signature when part.Slot == StreamEvent.NoSlot:
                Sign(part, output);
                break;
            case StreamEventKind.SealedReasoning:
                WriteSealed(part, output);
                break;
            case StreamEventKind.Image:
                WriteImage(part, output);
                break;
            case StreamEventKind.ToolCall:
                OpenCall(part, output);
                break;
            case StreamEventKind.Arguments:
                WriteArguments(part, output);
                break;
            case StreamEventKind.Citation when part.Citation is { Url.IsEmpty: false }:
                WriteCitation(part.Citation, output);
                break;
            default:
                WriteEnds(part, output);
                break;
        }
    }

    private void WriteEnds(scoped in StreamEvent part, OpenOutput output)
    {
        switch (part.Kind)
        {
            case StreamEventKind.PartEnd when part.Slot == StreamEvent.NoSlot:
                output.ClosePart();
                break;
            case StreamEventKind.PartEnd:
                output.Close(output.FindCall(part.Slot));
                break;
            case StreamEventKind.Stop:
                _stop = part.Stop;
                output.IsCut = !ResponsesStop.IncompleteReason(_stop, _hasRefusal).IsEmpty;
                output.CloseAll();
                break;
            case StreamEventKind.Usage:
                _usage = part.Usage;
                break;
            case StreamEventKind.End:
                output.CloseAll();
                _events.WriteEnd(_head!, output.Items, ResponsesStop.IncompleteReason(_stop, _hasRefusal), null, _usage);
                break;
        }
    }

    private void WriteWords(scoped in StreamEvent part, OpenOutput output)
    {
        var logprobs = _logprobs;
        _logprobs = [];
        var isRefusal = part.Kind == StreamEventKind.Refusal;
        _hasRefusal |= isRefusal;
        if (output.OpenPart(isRefusal) is { } message && output.Keep(part.Text.Length))
        {
            message.Add(part.Text);
            _events.WriteWords(message, part.Text, logprobs);
            output.KeepLogprobs(message, isRefusal ? default : logprobs);
        }
    }

    private void WriteCitation(Citation citation, OpenOutput output)
    {
        if (output.OpenPart(isRefusal: false) is not { } message)
        {
            return;
        }

        var (start, end) = citation.Range ?? (0, message.Length);
        var annotation = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(annotation, JsonOutput.Options))
        {
            ResponsesItems.WriteCitation(writer, citation, start, end);
        }

        if (output.Keep(annotation.WrittenCount))
        {
            _events.WriteCitation(message, annotation.WrittenSpan);
            message.Citations.Write(message.CitationCount++ > 0 ? ","u8 : default);
            message.Citations.Write(annotation.WrittenSpan);
        }
    }

    private void WriteThought(ReadOnlySpan<byte> quoted, OpenOutput output)
    {
        if (output.FindOrOpen(ItemKind.Reasoning) is not { } reasoning || !output.Keep(quoted.Length))
        {
            return;
        }

        if (reasoning.Text.WrittenCount == 0)
        {
            _events.WriteSummaryAdded(reasoning);
        }

        reasoning.Add(quoted);
        _events.WriteThought(reasoning, quoted);
    }

    private static void Sign(scoped in StreamEvent part, OpenOutput output)
    {
        if (output.FindOrOpen(ItemKind.Reasoning) is { } reasoning && output.Keep(part.Text.Length))
        {
            reasoning.Sign(part.Family, part.Text);
        }
    }

    private static void WriteSealed(scoped in StreamEvent part, OpenOutput output)
    {
        if (output.New(ItemKind.Reasoning) is { } reasoning && output.Keep(part.Text.Length))
        {
            reasoning.Sign(part.Family, part.Text);
            reasoning.IsSealed = true;
            output.Close(output.Open(reasoning));
        }
    }

    private static void WriteImage(scoped in StreamEvent part, OpenOutput output)
    {
        if (output.New(ItemKind.Image) is { } image && output.KeepImage(part.Text.Length))
        {
            image.Name = new JsonString(part.Name.ToArray());
            image.Add(part.Text);
            output.Close(output.Open(image));
        }
    }

    private void OpenCall(scoped in StreamEvent part, OpenOutput output)
    {
        if (output.New(part.IsFreeform ? ItemKind.FreeformCall : ItemKind.Call) is { } call && output.Keep(part.Id.Length + part.Name.Length))
        {
            call.Slot = part.Slot;
            call.CallId = CallIds.Of(part, Context);
            (call.Namespace, call.Name) = ResponsesNamespace.Find(new JsonString(part.Name.ToArray()), Context.Request?.Tools ?? []);
            output.Open(call);
        }
    }

    private void WriteArguments(scoped in StreamEvent part, OpenOutput output)
    {
        if (output.FindCall(part.Slot) is not { } call)
        {
            // A line end behind the object adds nothing to it.
            if (!new JsonString(part.Text.ToArray()).IsBlank)
            {
                output.RefuseCall();
            }
        }
        else if (output.Keep(part.Text.Length))
        {
            call.Add(part.Text);
            _events.WriteArguments(call, part.Text);
        }
    }
}
