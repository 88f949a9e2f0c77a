using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Writes events that are each an answer with nothing but the new parts in it. Calls are gathered, since here they come whole.</summary>
internal sealed class GeminiStreamWriter(AnswerContext context) : EventWriter(context)
{
    private const int MostHeld = 1024 * 1024;

    private readonly List<GatheredCall> _calls = [];

    // Choices that have called something: the first call has a signature.
    private readonly HashSet<int> _calling = [];
    private readonly List<(int Choice, StopReason Reason)> _stops = [];
    private readonly List<(int Choice, Citation Page)> _citations = [];

    // Of the choice whose next text they belong to.
    private readonly Dictionary<int, LogprobsJoin> _logprobs = [];
    private JsonString _id;
    private JsonString _model;
    private TokenUsage? _usage;
    private int _held;

    /// <inheritdoc/>
    public override void WriteError(in ErrorDetail error) => GeminiErrorCodec.Instance.WriteEvent(Output, error);

    /// <inheritdoc/>
    protected override void Write(scoped in StreamEvent part)
    {
        if (Failure is not null)
        {
            return;
        }

        switch (part.Kind)
        {
            case StreamEventKind.Begin:
                _id = part.Id.Length > 2 ? new JsonString(part.Id.ToArray()) : JsonString.Of(Context.FallbackId);
                _model = part.Name.Length > 2 ? new JsonString(part.Name.ToArray()) : JsonString.Of(Context.FallbackModel);
                _usage = part.Usage == default ? null : part.Usage;
                break;
            case StreamEventKind.Text or StreamEventKind.Refusal or StreamEventKind.Reasoning:
                WriteText(part);
                break;
            case StreamEventKind.Image:
                BeginPart();
                GeminiAnswerCodec.WriteImage(Json, new JsonString(part.Name.ToArray()), new JsonString(part.Text.ToArray()));
                EndPart(part.Choice);
                break;
            case StreamEventKind.Logprobs:
                Hold(part);
                break;
            case StreamEventKind.ToolCall:
                Gather(part);
                break;
            case StreamEventKind.Arguments:
                AddArguments(part);
                break;
            case StreamEventKind.Signature when part is { Family: DialectFamily.Gemini, Slot: not StreamEvent.NoSlot }:
                if (Find(part.Choice, part.Slot) is { } signed)
                {
                    signed.Signature = new JsonString(part.Text.ToArray());
                }

                break;
            case StreamEventKind.Citation when part.Citation is { Url.IsEmpty: false } citation && _citations.Count < 256:
                _citations.Add((part.Choice, citation));
                break;
            case StreamEventKind.PartEnd when Find(part.Choice, part.Slot) is { } ended:
                WriteCall(ended);
                break;
            case StreamEventKind.Stop:
                WriteCalls(part.Choice);
                _stops.Add((part.Choice, part.Stop));
                break;
            case StreamEventKind.Usage:
                _usage = part.Usage;
                break;
            case StreamEventKind.End:
                WriteEnd();
                break;
        }
    }

    private GatheredCall? Find(int choice, int slot)
    {
        foreach (var call in _calls)
        {
            if (call.Choice == choice && call.Slot == slot)
            {
                return call;
            }
        }

        return null;
    }

    private void Hold(scoped in StreamEvent part)
    {
        if (!_logprobs.TryGetValue(part.Choice, out var held))
        {
            _logprobs[part.Choice] = held = new LogprobsJoin();
        }

        held.Add(part.Text);
        _held += part.Text.Length;
        Failure = _held > MostHeld ? "The provider's probabilities belong to no text." : null;
    }

    private void WriteLogprobs(int choice)
    {
        if (_logprobs.Remove(choice, out var held))
        {
            var json = held.ToJson();
            _held = Math.Max(0, _held - json.Length);
            GeminiLogprobs.Write(Json, json);
        }
    }

    private void Begin()
    {
        Output.Write("data: "u8);
        Json.Reset();
        Json.WriteStartObject();
        Json.WriteStartArray("candidates"u8);
    }

    private void BeginPart()
    {
        Begin();
        Json.WriteStartObject();
        Json.WriteStartObject("content"u8);
        Json.WriteStartArray("parts"u8);
        Json.WriteStartObject();
    }

    private void EndPart(int choice)
    {
        Json.WriteEndObject();
        Json.WriteEndArray();
        Json.WriteString("role"u8, "model"u8);
        Json.WriteEndObject();
        Json.WriteNumber("index"u8, choice);
        WriteLogprobs(choice);
        Json.WriteEndObject();
        End();
    }

    private void End()
    {
        Json.WriteEndArray();
        if (_usage is { } usage)
        {
            GeminiUsage.Write(Json, usage);
        }

        Json.WriteText("modelVersion"u8, _model);
        Json.WriteText("responseId"u8, _id);
        Json.WriteEndObject();
        Json.Flush();
        Output.Write("\r\n\r\n"u8);
    }

    private void WriteText(scoped in StreamEvent part)
    {
        BeginPart();
        Json.WriteJson("text"u8, part.Text);
        if (part.Kind == StreamEventKind.Reasoning)
        {
            Json.WriteBoolean("thought"u8, true);
        }

        EndPart(part.Choice);
    }

    private void Gather(scoped in StreamEvent part)
    {
        var id = CallIds.Of(part, Context);
        _calls.Add(new GatheredCall(part.Choice, part.Slot, id, new JsonString(part.Name.ToArray())));
    }

    private void AddArguments(scoped in StreamEvent part)
    {
        if (Find(part.Choice, part.Slot) is not { } call)
        {
            Failure = "The provider added to a tool call that was complete.";
            return;
        }

        call.Arguments.AddRange(part.Text[1..^1]);
        _held += part.Text.Length;
        Failure = _held > MostHeld ? "The provider's tool calls are too long to be gathered." : null;
    }

    private void WriteCalls(int choice)
    {
        while (_calls.Find(call => call.Choice == choice) is { } call)
        {
            WriteCall(call);
        }
    }

    private void WriteCall(GatheredCall call)
    {
        _calls.Remove(call);
        _held -= call.Arguments.Count;
        var arguments = JsonString.Wrap(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(call.Arguments));
        var json = JsonOutput.OnOneLine(arguments.Decode().Span);
        BeginPart();
        GeminiCall.Write(Json, new ToolCallPart(call.Id, call.Name, json), withId: true);
        if (call.Signature.IsGiven)
        {
            Json.WriteText("thoughtSignature"u8, call.Signature);
        }
        else if (!_calling.Contains(call.Choice))
        {
            Json.WriteString("thoughtSignature"u8, GeminiStandIn.InAnswers);
        }

        _calling.Add(call.Choice);
        EndPart(call.Choice);
    }

    private void WriteEnd()
    {
        Begin();
        foreach (var (choice, reason) in _stops)
        {
            Json.WriteStartObject();
            Json.WriteJson("content"u8, """{"parts":[{"text":""}],"role":"model"}"""u8);
            Json.WriteString("finishReason"u8, GeminiStop.WordOf(reason));
            Json.WriteNumber("index"u8, choice);
            WriteLogprobs(choice);
            GeminiGrounding.Write(Json, PagesOf(choice));
            Json.WriteEndObject();
        }

        _usage ??= default(TokenUsage);
        End();
    }

    private List<Citation> PagesOf(int choice)
    {
        var pages = new List<Citation>();
        foreach (var (cites, page) in _citations)
        {
            if (cites == choice)
            {
                pages.Add(page);
            }
        }

        return pages;
    }
}
