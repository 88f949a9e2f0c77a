using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Translation;

/// <summary>Translates a conversation by way of the hub.</summary>
internal sealed class ConversationTranslator : Translator
{
    private readonly TranslationOrder _order;
    private readonly DialectCodecs _caller;
    private readonly DialectCodecs _target;
    private readonly DroppedFields _dropped;
    private ConversationRequest? _request;
    private ThoughtKeeper? _keeper;

    /// <summary>Begins a translation between two operations that have codecs.</summary>
    public ConversationTranslator(TranslationOrder order)
    {
        _order = order;
        (_caller, _target) = (order.Caller.Codecs!, order.Target.Codecs!);
        _dropped = new DroppedFields(_caller.Request.Fields);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dropped => _dropped.Names;

    /// <inheritdoc/>
    public override string? Indispensable => _dropped.Indispensable;

    private AnswerContext Context => new(AnswerId.Of(_order.RequestId), _order.AskedModel, _order.Now, _order.WantsUsage)
    {
        Request = _request,
        Nonce = _order.Nonce,
    };

    /// <inheritdoc/>
    public override bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault)
    {
        if (!_caller.Request.TryRead(_order.Body, out _request, out fault))
        {
            return false;
        }

        var rules = Rules();
        _target.Request.Write(output, Remember(_request, rules), rules, _dropped);
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
        _keeper?.Keep(CallIds.Fill(read, Context));
        if (!_order.Streams)
        {
            _caller.Answer.Write(output, read, Context);
            return true;
        }

        using var writer = _caller.Stream.OpenWriter(Context);
        AnswerTelling.Tell(read, writer);
        output.Write(writer.Output.WrittenSpan);
        return writer.Failure is null;
    }

    /// <inheritdoc/>
    public override StreamRewrite OpenStream() =>
        new StreamTranslation(_target.Stream.OpenReader(), _caller.Stream.OpenWriter(Context), _target.Error, _order.RequestId) { Thoughts = OpenThoughts() };

    /// <inheritdoc/>
    public override StreamGathering OpenGathering() => new GatheredStream(_target.Stream.OpenReader(), _caller.Answer, Context, _keeper);

    /// <inheritdoc/>
    public override ErrorDetail ReadError(int status, in ErrorFacts facts) => _target.Error.Read(status, facts, _order.RequestId);

    // The request as it is written, with what the caller's dialect lost of it; the caller's own stays as it is.
    private ConversationRequest Remember(ConversationRequest request, RequestRules rules)
    {
        if (_order.Memory is not { } memory)
        {
            return request;
        }

        _keeper = new ThoughtKeeper(memory, _target, _order.Origin, CallKey.WordsBefore(request.Turns, EndOf(request.Turns)));
        return new ThoughtRecall(memory, _target, rules, _order.Origin).Restore(request);
    }

    // Where the answer begins: one that was begun elsewhere stands at the end of the talk.
    private static int EndOf(IReadOnlyList<Turn> turns) => turns is [.., { Role: TurnRole.Assistant }] ? turns.Count - 1 : turns.Count;

    private StreamThoughts? OpenThoughts() => _keeper is null ? null : new StreamThoughts(_keeper, Context);

    private RequestRules Rules() => RequestRules.Default with
    {
        Model = JsonString.Of(_order.TargetModel),
        Stream = _order.TargetStreams,
        Prefill = _order.Prefill,
    };
}
