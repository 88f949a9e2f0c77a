using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;

namespace AiGateway.Dialects.Tokens;

/// <summary>Asks a target of another dialect how many tokens a conversation is. The question goes by way of the hub, the answer is one number.</summary>
internal sealed class TokenCountTranslator : Translator
{
    private readonly TranslationOrder _order;
    private readonly DialectCodecs _caller;
    private readonly DialectCodecs _target;
    private readonly DroppedFields _dropped;

    /// <summary>Begins a translation between two operations that count.</summary>
    public TokenCountTranslator(TranslationOrder order)
    {
        _order = order;
        (_caller, _target) = (order.Caller.Codecs!, order.Target.Codecs!);
        _dropped = new DroppedFields(_caller.Request.Fields);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dropped => _dropped.Names;

    /// <inheritdoc/>
    public override string? Indispensable => _dropped.Indispensable;

    /// <inheritdoc/>
    public override bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault)
    {
        if (!_caller.Request.TryRead(_caller.Counting!.RequestIn(_order.Body), out var request, out fault))
        {
            return false;
        }

        var rules = _order.Preset.RulesFor(_target.Request.Family, _order.TargetModel) with { Model = JsonString.Of(_order.TargetModel) };
        var written = new ArrayBufferWriter<byte>(_order.Body.Length + 256);
        request = WithoutSteering(request);
        _target.Request.Write(written, ToolNames.For(request, _target.Request.Family)?.Tell(request) ?? request, rules, _dropped);
        _target.Counting!.WriteQuestion(output, written.WrittenMemory, _order.TargetModel, _order.Surface);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWriteAnswer(ReadOnlyMemory<byte> answer, IBufferWriter<byte> output)
    {
        if (_target.Counting!.ReadAnswer(answer) is not { } tokens)
        {
            return false;
        }

        _caller.Counting!.WriteAnswer(output, tokens);
        return true;
    }

    /// <inheritdoc/>
    public override ErrorDetail ReadError(int status, in ErrorFacts facts) => _target.Error.Read(status, facts, _order.RequestId);

    // What steers the answer is no loss where there is none.
    private static ConversationRequest WithoutSteering(ConversationRequest request) => request with
    {
        Stream = false,
        Sampling = SamplingOptions.Default,
        ServiceTier = default,
        EndUser = default,
        PromptCacheKey = default,
        Metadata = default,
        Store = null,
        Verbosity = default,
        Modalities = default,
        Voice = default,
        Prediction = default,
    };
}
