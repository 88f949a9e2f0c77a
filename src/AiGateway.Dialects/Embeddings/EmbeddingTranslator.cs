using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Providers.Rules;
using AiGateway.Dialects.Tokens;
using AiGateway.Dialects.Translation;

namespace AiGateway.Dialects.Embeddings;

/// <summary>
/// Asks for vectors in the words of a target, be it of the caller's dialect: where there are more texts than the target takes at once, one piece after the
/// other, and the answers are joined.
/// </summary>
internal sealed class EmbeddingTranslator : Translator
{
    private readonly TranslationOrder _order;
    private readonly EmbeddingCodec _caller;
    private readonly EmbeddingCodec _target;
    private readonly EmbeddingRules _rules;
    private readonly List<string> _dropped = [];
    private readonly List<Vector> _vectors = [];
    private EmbeddingRequest? _request;
    private JsonString _model;
    private long _tokens;
    private int _asked;

    /// <summary>Begins a translation between two operations that make vectors.</summary>
    public EmbeddingTranslator(TranslationOrder order)
    {
        _order = order;
        (_caller, _target) = (order.Caller.Vectors!, order.Target.Vectors!);
        _rules = order.Preset.EmbeddingRulesFor(order.TargetModel);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dropped => _dropped;

    /// <inheritdoc/>
    public override string? Indispensable => MissingOf(_request);

    /// <inheritdoc/>
    public override bool HasMore => _request is not null && _vectors.Count < _request.Inputs.Count;

    /// <summary>A provider of the caller's own dialect may have to be asked in other words than his: it does not take all that can be asked.</summary>
    /// <param name="operation">What the caller asks for.</param>
    /// <param name="preset">The target's kind of provider.</param>
    /// <param name="asked">What the caller calls the model.</param>
    /// <param name="model">What the target calls it.</param>
    public static bool TakesLess(Operation operation, ProviderPreset preset, string asked, string model) =>
        asked != model || preset.EmbeddingRulesFor(model) != EmbeddingRules.Default || operation.Vectors!.MostAtOnce != EmbeddingCodec.MostInputs;

    /// <summary>A provider of the caller's own dialect cannot be asked in his very words.</summary>
    /// <param name="operation">What the caller asks for.</param>
    /// <param name="preset">The target's kind of provider.</param>
    /// <param name="asked">What the caller calls the model.</param>
    /// <param name="model">What the target calls it.</param>
    /// <param name="body">The caller's body, in one piece.</param>
    public static bool MustAdapt(Operation operation, ProviderPreset preset, string asked, string model, ReadOnlyMemory<byte> body)
    {
        var rules = preset.EmbeddingRulesFor(model);
        var codec = operation.Vectors!;
        if (!TakesLess(operation, preset, asked, model) || !codec.TryRead(body, out var request, out _))
        {
            return false;
        }

        // In a batch each of the requests names the model.
        return request.Inputs.Count > Math.Min(rules.MostInputs, codec.MostAtOnce)
            || (rules.FloatOnly && request.Base64)
            || (request.Dimensions is not null && rules.Dimensions != EmbeddingRules.Default.Dimensions)
            || (asked != model && codec == Gemini.GeminiEmbeddings.Batch);
    }

    /// <inheritdoc/>
    public override bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault)
    {
        fault = default;
        if (_request is null && !_caller.TryRead(_order.Body, out _request, out fault))
        {
            return false;
        }

        var left = _request.Inputs.Count - _vectors.Count;
        _asked = Math.Min(left, Math.Min(_rules.MostInputs, _target.MostAtOnce));
        _target.Write(output, _request, new EmbeddingQuestion(_order.TargetModel, _vectors.Count, _asked, _rules), _dropped);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWriteAnswer(ReadOnlyMemory<byte> answer, IBufferWriter<byte> output)
    {
        if (!_target.TryReadAnswer(answer, _asked, out var piece))
        {
            return false;
        }

        IsEstimated |= piece.Tokens is null;
        _tokens += piece.Tokens ?? EstimateOf(_vectors.Count, _asked);
        _model = _model.IsGiven ? _model : piece.Model;
        _vectors.AddRange(piece.Vectors);
        if (HasMore)
        {
            return true;
        }

        Usage = new TokenUsage(_tokens, 0, 0, 0, 0);
        var model = _model.IsGiven ? _model : JsonString.Of(_order.AskedModel);
        _caller.WriteAnswer(output, new EmbeddingAnswer { Vectors = _vectors, Model = model, Tokens = _tokens }, _request!);
        return true;
    }

    /// <inheritdoc/>
    public override ErrorDetail ReadError(int status, in ErrorFacts facts) => _target.Error.Read(status, facts, _order.RequestId);

    private string? MissingOf(EmbeddingRequest? request)
    {
        if (request is null || _caller == _target)
        {
            return null;
        }

        foreach (var input in request.Inputs)
        {
            if (!input.Text.IsGiven)
            {
                return "input (tokens)";
            }
        }

        return request.Indispensable;
    }

    private long EstimateOf(int first, int count)
    {
        var meter = new TextMeter();
        for (var index = first; index < first + count; index++)
        {
            meter.Add(_request!.Inputs[index].Text);
            meter.AddTokens(0);
        }

        return meter.Tokens;
    }
}
