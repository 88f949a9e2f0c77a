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
    private readonly MissingCallIds _ids;
    private ThoughtKeeper? _keeper;

    /// <summary>Begins a translation between two operations that have codecs.</summary>
    public ConversationTranslator(TranslationOrder order)
    {
        _order = order;
        (_caller, _target) = (order.Caller.Codecs!, order.Target.Codecs!);
        _dropped = new DroppedFields(_caller.Request.Fields);
        _ids = new MissingCallIds(order.Nonce);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dropped => _dropped.Names;

    private AnswerContext Context => new(AnswerId.Of(_order.RequestId), _order.AskedModel, _order.Now, _order.WantsUsage);

    /// <inheritdoc/>
    public override bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault)
    {
        if (!_caller.Request.TryRead(_order.Body, out var request, out fault))
        {
            return false;
        }

        var rules = Rules();
        if (_order.Memory is { } memory)
        {
            request = new ThoughtRecall(memory, _target, rules, _order.Origin).Restore(request);
            _keeper = new ThoughtKeeper(memory, _target, _order.Origin, CallKey.WordsBefore(request.Turns, EndOf(request.Turns)));
        }

        _target.Request.Write(output, request, rules, _dropped);
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
        read = _ids.Fill(read);
        _keeper?.Keep(read.Choices is [var first, ..] ? first.Parts : []);
        _caller.Answer.Write(output, read, Context);
        return true;
    }

    /// <inheritdoc/>
    public override StreamRewrite OpenStream() =>
        new StreamTranslation(_target.Stream.OpenReader(), _caller.Stream.OpenWriter(Context), _target.Error, _caller.Error, _order.RequestId, _ids)
        {
            Thoughts = _keeper is null ? null : new StreamThoughts(_keeper),
        };

    /// <inheritdoc/>
    public override ErrorDetail ReadError(int status, in ErrorFacts facts) => _target.Error.Read(status, facts, _order.RequestId);

    // Where the answer begins: an answer that was begun elsewhere stands at the end of the talk.
    private static int EndOf(IReadOnlyList<Turn> turns) => turns is [.., { Role: TurnRole.Assistant }] ? turns.Count - 1 : turns.Count;

    private RequestRules Rules() => RequestRules.Default with
    {
        Model = JsonString.Of(_order.TargetModel),
        Stream = _order.Streams,
    };
}
