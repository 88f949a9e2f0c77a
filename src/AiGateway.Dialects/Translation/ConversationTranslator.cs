using System.Buffers;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Translation;

/// <summary>Translates a conversation by way of the hub.</summary>
internal sealed class ConversationTranslator : Translator
{
    /// <summary>What is told of images that the caller's dialect has no place for.</summary>
    public const string LostImages = "answer.images";

    private readonly TranslationOrder _order;
    private readonly DialectCodecs _caller;
    private readonly DialectCodecs _target;
    private readonly DroppedFields _dropped;
    private readonly RequestRules _rules;
    private ConversationRequest? _request;
    private ToolNames? _names;
    private ThoughtKeeper? _thoughts;
    private AnswerCopy? _copy;

    /// <summary>Begins a translation between two operations that have codecs.</summary>
    public ConversationTranslator(TranslationOrder order)
    {
        _order = order;
        (_caller, _target) = (order.Caller.Codecs!, order.Target.Codecs!);
        _dropped = new DroppedFields(_caller.Request.Fields);
        _rules = order.Preset.RulesFor(_target.Request.Family, order.TargetModel);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dropped => _dropped.Names;

    /// <inheritdoc/>
    public override string? Indispensable => _dropped.Indispensable;

    // Who speaks the target's own dialect knows what its models do, and gets what they say.
    private bool SplitsThoughts => _rules.ThinkTags && _caller != _target;

    private bool LosesImages => _caller.Answer.Fields[AnswerField.Image].Disposition == Disposition.Dropped;

    private AnswerContext Context => new(AnswerId.Of(_order.RequestId), _order.AskedModel, _order.Now, _order.WantsUsage)
    {
        Request = _request,
        Nonce = _order.Nonce,
        Id = _copy?.Id ?? default,
    };

    /// <inheritdoc/>
    public override bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault)
    {
        if (!_caller.Request.TryRead(_order.Body, out _request, out fault))
        {
            return false;
        }

        var rules = Rules();
        var request = _request;
        if (_order is { Keeper: { } keeper, Caller.Dialect.Storage: { } storage } && request.Store != false)
        {
            // Kept here, and so nowhere else.
            _copy = new AnswerCopy(keeper, storage);
            (request, _request) = (request with { Store = null }, _copy.Describe(request));
        }

        request = Remember(request, rules);
        _names = ToolNames.For(request, _target.Request.Family);
        _target.Request.Write(output, _names?.Tell(request) ?? request, rules, _dropped);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWriteAnswer(ReadOnlyMemory<byte> answer, IBufferWriter<byte> output)
    {
        if (!_target.Answer.TryRead(answer, out var read))
        {
            return false;
        }

        Usage = read.Usage;
        read = Understand(read);
        if (!_order.Streams)
        {
            Write(output, read);
            return true;
        }

        _thoughts?.Keep(CallIds.Fill(read, Context));
        using var writer = _caller.Stream.OpenWriter(Context);
        AnswerTelling.Tell(read, writer);
        output.Write(writer.Output.WrittenSpan);
        _copy?.KeepLast(writer.Output.WrittenSpan);
        return writer.Failure is null;
    }

    /// <inheritdoc/>
    public override StreamRewrite OpenStream(StreamContinuation? continuation = null, bool withholdsUsage = false)
    {
        var translation = new StreamTranslation(_target.Stream.OpenReader(), _caller.Stream.OpenWriter(Context), _target.Error, _order.RequestId)
        {
            SplitsThoughts = SplitsThoughts,
            Names = _names,
            Thoughts = OpenThoughts(),
            Copy = continuation is null ? _copy : null,
            LostImages = LosesImages ? _dropped : null,
        };
        return continuation is null ? translation : new ContinuedTranslation(translation, continuation, withholdsUsage) { Copy = _copy };
    }

    /// <inheritdoc/>
    public override StreamGathering OpenGathering() =>
        new GatheredStream(
            _target.Stream.OpenReader(),
            (output, answer) => Write(output, Understand(answer)));

    /// <inheritdoc/>
    public override ErrorDetail ReadError(int status, in ErrorFacts facts) => _target.Error.Read(status, facts, _order.RequestId);

    // What the target said, in the caller's terms.
    private ConversationAnswer Understand(ConversationAnswer answer)
    {
        NoteImages(answer);
        var named = _names?.Hear(answer) ?? answer;
        return SplitsThoughts ? ThinkTags.Split(named) : named;
    }

    private void NoteImages(ConversationAnswer answer)
    {
        if (!LosesImages)
        {
            return;
        }

        foreach (var choice in answer.Choices)
        {
            foreach (var part in choice.Parts)
            {
                if (part is ImagePart)
                {
                    _dropped.Add(LostImages);
                }
            }
        }
    }

    private void Write(IBufferWriter<byte> output, ConversationAnswer answer)
    {
        var context = Context;
        _thoughts?.Keep(CallIds.Fill(answer, context));
        if (_copy is null)
        {
            _caller.Answer.Write(output, answer, context);
            return;
        }

        var written = new ArrayBufferWriter<byte>(1024);
        _caller.Answer.Write(written, answer, context);
        output.Write(written.WrittenSpan);
        _copy.Keep(written.WrittenMemory);
    }

    // The request as it is written, with what the caller's dialect lost of it; the caller's own stays as it is.
    private ConversationRequest Remember(ConversationRequest request, RequestRules rules)
    {
        if (_order.Memory is not { } memory)
        {
            return request;
        }

        _thoughts = new ThoughtKeeper(memory, _target, _order.Origin, CallKey.WordsBefore(request.Turns, EndOf(request.Turns)));
        return new ThoughtRecall(memory, _target, rules, _order.Origin).Restore(request);
    }

    // Where the answer begins: one that was begun elsewhere stands at the end of the talk.
    private static int EndOf(IReadOnlyList<Turn> turns) => turns is [.., { Role: TurnRole.Assistant }] ? turns.Count - 1 : turns.Count;

    private StreamThoughts? OpenThoughts() => _thoughts is null ? null : new StreamThoughts(_thoughts, Context);

    private RequestRules Rules() => _rules with
    {
        Model = JsonString.Of(_order.TargetModel),
        OmitsModel = _order.OmitsModel,
        Members = _order.Surface.Members,
        Stream = _order.TargetStreams,
        AsksForUsage = _order.MayAskForUsage,
        PrefillWay = _order.Prefill,
    };
}
