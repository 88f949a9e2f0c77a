using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Tells a whole answer as a stream would have told it, for callers who asked for a stream and providers who gave none.</summary>
internal static class AnswerTelling
{
    /// <summary>Tells all of it, from its beginning to its end.</summary>
    public static void Tell(ConversationAnswer answer, IStreamSink sink)
    {
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Begin,
            Id = answer.Id.Quoted.Span,
            Name = answer.Model.Quoted.Span,
            Created = answer.Created ?? 0,
            Usage = (answer.Usage ?? default) with { Output = 0, Reasoning = 0 },
        });
        for (var choice = 0; choice < answer.Choices.Count; choice++)
        {
            Tell(answer.Choices[choice], choice, sink);
        }

        if (answer.Usage is { } usage)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.End });
    }

    private static void Tell(AnswerChoice answer, int choice, IStreamSink sink)
    {
        var calls = 0;
        var logprobs = answer.Logprobs;
        foreach (var part in answer.Parts)
        {
            if (part is TextPart or RefusalPart)
            {
                TellLogprobs(ref logprobs, choice, sink);
            }

            Tell(part, choice, part is ToolCallPart ? calls++ : StreamEvent.NoSlot, sink);
        }

        TellLogprobs(ref logprobs, choice, sink);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Stop, Choice = choice, Stop = answer.Stop, Text = answer.StopSequence.Quoted.Span });
    }

    // They come ahead of the words that they are about, and once.
    private static void TellLogprobs(ref ReadOnlyMemory<byte> logprobs, int choice, IStreamSink sink)
    {
        if (!logprobs.IsEmpty)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Logprobs, Choice = choice, Text = logprobs.Span });
            logprobs = default;
        }
    }

    private static void Tell(Part part, int choice, int slot, IStreamSink sink)
    {
        switch (part)
        {
            case TextPart text:
                TellText(StreamEventKind.Text, text.Text, choice, sink);
                foreach (var citation in text.Citations)
                {
                    sink.Take(new StreamEvent { Kind = StreamEventKind.Citation, Choice = choice, Citation = citation });
                }

                break;
            case RefusalPart refusal:
                TellText(StreamEventKind.Refusal, refusal.Text, choice, sink);
                break;
            case ReasoningPart reasoning:
                TellText(StreamEventKind.Reasoning, reasoning.Text, choice, sink);
                TellSignature(StreamEventKind.Signature, reasoning.Signature, choice, slot, sink);
                break;
            case SealedReasoningPart hidden:
                TellSignature(StreamEventKind.SealedReasoning, hidden.Content, choice, slot, sink);
                break;
            case ToolCallPart call:
                TellCall(call, choice, slot, sink);
                break;
            case ImagePart { Source.Data.IsEmpty: false } image:
                sink.Take(new StreamEvent
                {
                    Kind = StreamEventKind.Image,
                    Choice = choice,
                    Text = image.Source.Data.Quoted.Span,
                    Name = image.Source.MediaType.Quoted.Span,
                });
                break;
            default:
                return;
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.PartEnd, Choice = choice, Slot = slot });
    }

    private static void TellCall(ToolCallPart call, int choice, int slot, IStreamSink sink)
    {
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.ToolCall,
            Choice = choice,
            Slot = slot,
            Id = call.Id.Quoted.Span,
            Name = call.Name.Quoted.Span,
            IsFreeform = call.IsFreeform,
        });
        TellSignature(StreamEventKind.Signature, call.Signature, choice, slot, sink);
        var arguments = JsonString.OfUtf8(call.Arguments.Span);
        if (!arguments.IsEmpty)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Choice = choice, Slot = slot, Text = arguments.Quoted.Span });
        }
    }

    private static void TellText(StreamEventKind kind, JsonString text, int choice, IStreamSink sink)
    {
        if (!text.IsEmpty)
        {
            sink.Take(new StreamEvent { Kind = kind, Choice = choice, Text = text.Quoted.Span });
        }
    }

    private static void TellSignature(StreamEventKind kind, Signature? signature, int choice, int slot, IStreamSink sink)
    {
        if (signature is { Value.IsEmpty: false })
        {
            sink.Take(new StreamEvent { Kind = kind, Choice = choice, Slot = slot, Text = signature.Value.Quoted.Span, Family = signature.Family });
        }
    }
}
