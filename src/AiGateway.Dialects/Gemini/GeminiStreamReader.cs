using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads events that are each an answer with nothing but the new parts in it. The end of the body is the end.</summary>
internal sealed class GeminiStreamReader : EventReader
{
    private readonly Dictionary<int, int> _calls = [];
    private ChoiceProgress _candidates;
    private UInt128 _stopped;
    private bool _hasBegun;

    /// <inheritdoc/>
    public override bool IsWhole => _candidates.AreFinished;

    /// <inheritdoc/>
    protected override EventKind Read(ReadOnlySpan<byte> name, JsonView data, IStreamSink sink)
    {
        if (data.IsArray || data["error"u8].IsGiven || name.SequenceEqual("error"u8))
        {
            return EventKind.Error;
        }

        if (!data.IsObject)
        {
            return EventKind.Malformed;
        }

        Begin(data, sink);
        var position = 0;
        foreach (var candidate in data["candidates"u8].Items)
        {
            var index = candidate["index"u8].Integer ?? position;
            position++;
            if (index is < 0 or >= ChoiceProgress.Capacity)
            {
                return EventKind.Malformed;
            }

            ReadCandidate(candidate, (int)index, sink);
        }

        if (position == 0 && data["promptFeedback"u8]["blockReason"u8].Quoted.Length > 2)
        {
            Stop(0, StopReason.Filtered, sink);
        }

        if (GeminiUsage.Read(data["usageMetadata"u8]) is { } usage)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        }

        return EventKind.Content;
    }

    private void Begin(JsonView data, IStreamSink sink)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.Begin,
                Id = data["responseId"u8].Quoted,
                Name = data["modelVersion"u8].Quoted,
                Usage = GeminiUsage.Read(data["usageMetadata"u8]) ?? default,
            });
        }
    }

    private void ReadCandidate(JsonView candidate, int choice, IStreamSink sink)
    {
        _candidates.Note(choice, finished: false);
        if ((_stopped >> choice & 1) == 1)
        {
            return;
        }

        var logprobs = GeminiLogprobs.Read(candidate["logprobsResult"u8]);
        if (logprobs.Length > 0)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Logprobs, Choice = choice, Text = logprobs });
        }

        foreach (var part in candidate["content"u8]["parts"u8].Items)
        {
            ReadPart(part, choice, sink);
        }

        foreach (var chunk in candidate["groundingMetadata"u8]["groundingChunks"u8].Items)
        {
            ReadCitation(chunk["web"u8], choice, sink);
        }

        if (GeminiStop.Read(candidate["finishReason"u8], _calls.ContainsKey(choice)) is { } reason)
        {
            Stop(choice, reason, sink);
        }
    }

    private void Stop(int choice, StopReason reason, IStreamSink sink)
    {
        if ((_stopped >> choice & 1) == 0)
        {
            _stopped |= UInt128.One << choice;
            _candidates.Note(choice, finished: true);
            sink.Take(new StreamEvent { Kind = StreamEventKind.Stop, Choice = choice, Stop = reason });
        }
    }

    private void ReadPart(JsonView part, int choice, IStreamSink sink)
    {
        var text = part["text"u8].Quoted;
        if (text.Length > 2)
        {
            var kind = part["thought"u8].Flag == true ? StreamEventKind.Reasoning : StreamEventKind.Text;
            sink.Take(new StreamEvent { Kind = kind, Choice = choice, Text = text });
        }

        var call = GeminiRequestReader.Either(part, "functionCall"u8, "function_call"u8);
        if (call.IsObject)
        {
            ReadCall(part, call, choice, sink);
        }
        else if (part["thought"u8].Flag != true)
        {
            ReadMade(part, choice, sink);
        }
    }

    // An image, or what the model's own tool for code has done.
    private static void ReadMade(JsonView part, int choice, IStreamSink sink)
    {
        var inline = GeminiRequestReader.Either(part, "inlineData"u8, "inline_data"u8);
        var type = GeminiRequestReader.Either(inline, "mimeType"u8, "mime_type"u8).Quoted;
        if (type.StartsWith("\"image/"u8) && inline["data"u8].Quoted.Length > 2)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Image, Choice = choice, Text = inline["data"u8].Quoted, Name = type });
            return;
        }

        var code = GeminiCode.TextOf(part);
        if (code.IsGiven)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Text, Choice = choice, Text = code.Quoted.Span });
        }
    }

    private void ReadCall(JsonView part, JsonView call, int choice, IStreamSink sink)
    {
        var slot = _calls.GetValueOrDefault(choice);
        _calls[choice] = slot + 1;
        sink.Take(new StreamEvent { Kind = StreamEventKind.ToolCall, Choice = choice, Slot = slot, Id = call["id"u8].Quoted, Name = call["name"u8].Quoted });
        var signature = GeminiRequestReader.Either(part, "thoughtSignature"u8, "thought_signature"u8).Quoted;
        if (signature.Length > 2)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Signature, Choice = choice, Slot = slot, Text = signature, Family = DialectFamily.Gemini });
        }

        var arguments = JsonString.OfUtf8(call["args"u8].IsObject ? call["args"u8].Span : "{}"u8);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Choice = choice, Slot = slot, Text = arguments.Quoted.Span });
        sink.Take(new StreamEvent { Kind = StreamEventKind.PartEnd, Choice = choice, Slot = slot });
    }

    private static void ReadCitation(JsonView page, int choice, IStreamSink sink)
    {
        if (page["uri"u8].Quoted.Length > 2)
        {
            var citation = new Citation
            {
                Url = new JsonString(page["uri"u8].Quoted.ToArray()),
                Title = new JsonString(page["title"u8].Quoted.ToArray()),
                Family = DialectFamily.Gemini,
            };
            sink.Take(new StreamEvent { Kind = StreamEventKind.Citation, Choice = choice, Citation = citation });
        }
    }
}
