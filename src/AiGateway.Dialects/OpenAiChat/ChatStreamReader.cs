using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Reads chunks, whatever the provider makes of them.</summary>
internal sealed class ChatStreamReader : EventReader
{
    private readonly Dictionary<int, ChoiceState> _states = [];
    private ChoiceProgress _choices;
    private bool _hasBegun;
    private bool _done;

    /// <inheritdoc/>
    public override bool IsWhole => _choices.AreFinished || (_done && (_choices.HasForeign || !_choices.Any));

    /// <inheritdoc/>
    protected override bool IsTerminator(ReadOnlySpan<byte> data)
    {
        _done |= data.SequenceEqual(EventData.Done);
        return _done;
    }

    /// <inheritdoc/>
    protected override EventKind Read(ReadOnlySpan<byte> name, JsonView data, IStreamSink sink)
    {
        if (!data.IsObject)
        {
            return data.IsGiven ? EventKind.Malformed : EventKind.Content;
        }

        if (name.SequenceEqual("error"u8) || IsError(data))
        {
            return EventKind.Error;
        }

        var choices = data["choices"u8];
        if (choices.Count > 0)
        {
            Begin(data, sink);
        }

        // Kimi tells it in the choice.
        TokenUsage? told = null;
        var position = 0;
        foreach (var choice in choices.Items)
        {
            if (choice.IsObject && !ReadChoice(choice, position, sink))
            {
                return EventKind.Malformed;
            }

            told = UsageCounts.Read(choice["usage"u8]) ?? told;
            position++;
        }

        if ((UsageCounts.Read(data["usage"u8]) ?? told) is { } usage)
        {
            Begin(data, sink);
            sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        }

        return EventKind.Content;
    }

    private static bool IsError(JsonView data)
    {
        var error = data["error"u8];
        return (error.IsGiven && error.Flag != false && !error.Is(""u8))
            || (!data["choices"u8].IsArray && data["message"u8].Quoted.Length > 2 && data["code"u8].IsGiven && !data["code"u8].Is(""u8));
    }

    private void Begin(JsonView data, IStreamSink sink)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.Begin,
                Id = data["id"u8].Quoted,
                Name = data["model"u8].Quoted,
                Created = data["created"u8].Integer ?? 0,
            });
        }
    }

    private bool ReadChoice(JsonView choice, int position, IStreamSink sink)
    {
        var told = choice["index"u8].Integer ?? position;
        if (told is < 0 or >= 128)
        {
            return false;
        }

        var index = (int)told;
        if (!_states.TryGetValue(index, out var state))
        {
            _states[index] = state = new ChoiceState();
        }

        if (choice["logprobs"u8].IsObject)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Logprobs, Choice = index, Text = choice["logprobs"u8].Span });
        }

        if (!ReadDelta(choice["delta"u8], index, state, sink))
        {
            return false;
        }

        var stop = ChatStop.Read(choice["finish_reason"u8], state.Calls.All.Count > 0, state.HasRefusal);
        _choices.Note(index, stop is not null);
        if (stop is { } reason && !state.IsStopped)
        {
            state.IsStopped = true;
            var sequence = choice["stop_reason"u8].Quoted;
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.Stop,
                Choice = index,
                Stop = reason,
                Text = sequence.IsEmpty ? choice["matched_stop"u8].Quoted : sequence,
            });
        }

        return true;
    }

    private static bool ReadDelta(JsonView delta, int choice, ChoiceState state, IStreamSink sink)
    {
        if (state.IsStopped)
        {
            return true;
        }

        var reasoning = delta["reasoning_content"u8].Quoted;
        Tell(sink, StreamEventKind.Reasoning, choice, reasoning.Length > 2 ? reasoning : delta["reasoning"u8].Quoted);
        ReadThinkingBlocks(delta["thinking_blocks"u8], choice, sink);
        ReadContent(delta["content"u8], choice, sink);
        var refusal = delta["refusal"u8].Quoted;
        state.HasRefusal |= refusal.Length > 2;
        Tell(sink, StreamEventKind.Refusal, choice, refusal);
        ReadCitations(delta["annotations"u8], choice, sink);
        ReadImages(delta["images"u8], choice, sink);
        foreach (var call in delta["tool_calls"u8].Items)
        {
            var freeform = call["custom"u8];
            if (!ReadCall(call, freeform.IsObject ? freeform : call["function"u8], choice, state, sink))
            {
                return false;
            }
        }

        var old = delta["function_call"u8];
        return !old.IsObject || ReadCall(delta, old, choice, state, sink);
    }

    private static void Tell(IStreamSink sink, StreamEventKind kind, int choice, ReadOnlySpan<byte> quoted)
    {
        if (quoted.Length > 2)
        {
            sink.Take(new StreamEvent { Kind = kind, Choice = choice, Text = quoted });
        }
    }

    private static void ReadThinkingBlocks(JsonView blocks, int choice, IStreamSink sink)
    {
        foreach (var block in blocks.Items)
        {
            var isSealed = block["data"u8].Quoted.Length > 2;
            var value = block[isSealed ? "data"u8 : "signature"u8].Quoted;
            if (value.Length > 2)
            {
                var signature = SignatureTag.Read(new JsonString(value.ToArray()), DialectFamily.Anthropic, out _);
                sink.Take(new StreamEvent
                {
                    Kind = isSealed ? StreamEventKind.SealedReasoning : StreamEventKind.Signature,
                    Choice = choice,
                    Text = signature.Value.Quoted.Span,
                    Family = signature.Family,
                });
            }
        }
    }

    private static void ReadCitations(JsonView annotations, int choice, IStreamSink sink)
    {
        foreach (var annotation in annotations.Items)
        {
            if (ChatCitations.Read(annotation["url_citation"u8]) is { } citation)
            {
                sink.Take(new StreamEvent { Kind = StreamEventKind.Citation, Choice = choice, Citation = citation });
            }
        }
    }

    private static void ReadImages(JsonView images, int choice, IStreamSink sink)
    {
        foreach (var item in images.Items)
        {
            var part = ChatImages.Read(item);
            if (part is ImagePart image)
            {
                var source = image.Source;
                sink.Take(new StreamEvent { Kind = StreamEventKind.Image, Choice = choice, Text = source.Data.Quoted.Span, Name = source.MediaType.Quoted.Span });
            }
            else if (part is TextPart text)
            {
                Tell(sink, StreamEventKind.Text, choice, text.Text.Quoted.Span);
            }
        }
    }

    // Mistral sends an array of parts where others send a string.
    private static void ReadContent(JsonView content, int choice, IStreamSink sink)
    {
        Tell(sink, StreamEventKind.Text, choice, content.Quoted);
        foreach (var part in content.Items)
        {
            Tell(sink, StreamEventKind.Text, choice, part["text"u8].Quoted);
            Tell(sink, StreamEventKind.Reasoning, choice, part["thinking"u8].Quoted);
            foreach (var piece in part["thinking"u8].Items)
            {
                Tell(sink, StreamEventKind.Reasoning, choice, piece["text"u8].Quoted);
            }
        }
    }

    private static bool ReadCall(JsonView call, JsonView function, int choice, ChoiceState state, IStreamSink sink)
    {
        var name = function["name"u8].Quoted;
        var arguments = function["arguments"u8];
        var whole = arguments.IsObject ? JsonString.OfUtf8(arguments.Span) : default;
        var quoted = whole.IsGiven ? whole.Quoted.Span : arguments.IsGiven ? arguments.Quoted : function["input"u8].Quoted;
        var slot = state.Calls.Find(call["index"u8].Integer, call["id"u8].Quoted, name, quoted.Length > 2);
        if (slot is null)
        {
            return false;
        }

        if (!slot.IsTold && name.Length > 2)
        {
            slot.NoteTold(name);
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.ToolCall,
                Choice = choice,
                Slot = slot.Number,
                Id = slot.Id.Quoted.Span,
                Name = name,
                IsFreeform = call["custom"u8].IsObject,
            });
            TellArguments(sink, choice, slot, slot.Release().Quoted.Span);
        }

        var signature = call["extra_content"u8]["google"u8]["thought_signature"u8].Quoted;
        if (signature.Length > 2 && slot.IsTold)
        {
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.Signature,
                Choice = choice,
                Slot = slot.Number,
                Text = signature,
                Family = DialectFamily.Gemini,
            });
        }

        if (!slot.IsTold)
        {
            return slot.Hold(quoted);
        }

        TellArguments(sink, choice, slot, quoted);
        return true;
    }

    private static void TellArguments(IStreamSink sink, int choice, CallSlot slot, ReadOnlySpan<byte> quoted)
    {
        if (quoted.Length > 2)
        {
            slot.NoteArguments(quoted);
            sink.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Choice = choice, Slot = slot.Number, Text = quoted });
        }
    }

    private sealed class ChoiceState
    {
        public CallSlots Calls { get; } = new();

        public bool HasRefusal { get; set; }

        public bool IsStopped { get; set; }
    }
}
