using System.Buffers;
using System.Text.Unicode;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Continues streams of chat completions and of legacy completions.</summary>
/// <remarks>
/// One text is continued, and nothing but text: see <see cref="SentAnswer"/> and <see cref="ContinuableRequest"/> for what is refused. Reasoning is
/// never compared. A caller who has got any, or any text, gets none of the new answer's: it would come a second time, or behind the text.
/// </remarks>
internal sealed class ChatContinuation : StreamContinuation
{
    // An echo is as long as what was sent, give or take what chunks have besides their text.
    private const int MostHeld = 4 * StreamBreak.LongestSent;

    private readonly ChatStreamTap _tap = new();
    private readonly ChatChunk _chunk;
    private readonly ChunkRewrite _rewrite;
    private readonly TextJoin _join;
    private readonly (long Output, long Reasoning) _spent;
    private readonly bool _wantsUsage;
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<byte[]> _held = [];
    private int _heldBytes;
    private bool _isFinished;
    private bool _isBroken;

    private ChatContinuation(in StreamBreak broken, SentAnswer sent, AnswerPrefill? prefill, bool isLegacy)
    {
        Edits = prefill?.Edits ?? [];
        Usage = broken.Spent;
        _wantsUsage = broken.CallerWantsUsage;
        _spent = StreamBreak.SpentOf(broken.Spent, sent.TextChunks, sent.ReasoningChunks);
        _chunk = new ChatChunk(isLegacy);
        _rewrite = new ChunkRewrite(sent, _spent, _wantsUsage, isLegacy);
        _join = prefill is null ? new RepeatedText(sent.Text) : new PrefilledText(sent.Text, prefill.Given);
    }

    /// <inheritdoc/>
    public override bool IsPrefilled => Edits.Count > 0;

    /// <inheritdoc/>
    public override IReadOnlyList<BodyEdit> Edits { get; }

    /// <inheritdoc/>
    public override bool IsWhole => _isFinished && !_isBroken;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Finish() => _tap.Finish();

    /// <summary>Begins a continuation; null where there can be none.</summary>
    public static ChatContinuation? Begin(in StreamBreak broken)
    {
        if (!broken.Operation.UsageOnRequest)
        {
            return null;
        }

        var isLegacy = broken.Operation.Name == OpenAiChatOperations.Completions;
        if (SentAnswer.Read(broken.Sent, isLegacy) is not { } sent || ContinuableRequest.Read(broken.Request, isLegacy) is not { } request)
        {
            return null;
        }

        var textTokens = StreamBreak.TextOf(broken.Spent, sent.TextChunks);
        var prefill = AnswerPrefill.Of(request, broken.Prefill, sent.Text.Span, textTokens, isLegacy);
        return new ChatContinuation(broken, sent, prefill, isLegacy);
    }

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        _output.ResetWrittenCount();
        if (_isBroken)
        {
            return EventKind.Malformed;
        }

        var kind = _tap.Read(serverSentEvent);
        switch (kind)
        {
            case EventKind.Heartbeat:
                _output.Write(":\n\n"u8);
                return kind;
            case EventKind.Content or EventKind.UsageOnly:
                return ReadChunk(EventData.Trim(ServerSentEvent.Parse(serverSentEvent).Data), kind);
            case EventKind.End when _isFinished:
                _output.Write(Finish().Span);
                return kind;
            case EventKind.Error:
                Error = _tap.Error;
                return kind;
            default:
                return Break(kind == EventKind.End ? "The continued answer ended before it was finished." : "An event of the continued answer is no chunk.");
        }
    }

    /// <inheritdoc/>
    public override void Skip() => Break("An event of the continued answer is too large to be rewritten.");

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output)
    {
        output.Write(_output.WrittenSpan);
        _output.ResetWrittenCount();
    }

    private EventKind ReadChunk(ReadOnlySpan<byte> data, EventKind kind)
    {
        if (!Utf8.IsValid(data) || !_chunk.TryScan(data))
        {
            return Break("An event of the continued answer is no valid chunk.");
        }

        if (_chunk.IsAmbiguous)
        {
            return Break("The continued answer is not one text.");
        }

        if (_chunk.Usage is { } usage)
        {
            Usage = usage with { Output = usage.Output + _spent.Output, Reasoning = usage.Reasoning + _spent.Reasoning };
        }

        switch (_isFinished ? JoinStep.Pass : Judge(data))
        {
            case JoinStep.Diverge:
                return Break("The continued answer does not repeat what was sent already.");
            case JoinStep.Hold:
                _held.Add(data.ToArray());
                _heldBytes += data.Length;
                break;
            case JoinStep.Pass:
                Pass(data);
                break;
            default:
                break;
        }

        return kind;
    }

    private JoinStep Judge(ReadOnlySpan<byte> data)
    {
        var step = _join.Take(_chunk.Text is { } text ? data.Slice(text.Start, text.Length) : default);
        var cannotWait = _chunk.IsFinish || _chunk.Has(ChunkMemberKind.ToolCall) || _chunk.Has(ChunkMemberKind.Refusal) || _chunk.Has(ChunkMemberKind.Media);
        cannotWait |= step == JoinStep.Hold && _heldBytes + data.Length > MostHeld;
        _isFinished = _chunk.IsFinish;
        return cannotWait && step is JoinStep.Drop or JoinStep.Hold ? _join.Close() : step;
    }

    private void Pass(ReadOnlySpan<byte> data)
    {
        var surplus = _join.Surplus;
        foreach (var chunk in _held)
        {
            _rewrite.Write(chunk, ref surplus, _output);
        }

        _heldBytes = 0;
        _held.Clear();
        _rewrite.Write(data, ref surplus, _output);
    }

    private EventKind Break(string problem)
    {
        Error = problem;
        _isBroken = true;
        _held.Clear();
        _output.ResetWrittenCount();
        return EventKind.Malformed;
    }
}
