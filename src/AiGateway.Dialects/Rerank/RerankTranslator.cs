using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Tokens;
using AiGateway.Dialects.Translation;

namespace AiGateway.Dialects.Rerank;

/// <summary>Asks a provider to order documents in its own shape, and answers in the caller's.</summary>
internal sealed class RerankTranslator : Translator
{
    private readonly TranslationOrder _order;
    private readonly RerankShape _shape;
    private readonly List<string> _dropped = [];
    private RerankRequest? _request;

    /// <summary>Begins a translation to a kind of provider that has a shape of its own.</summary>
    public RerankTranslator(TranslationOrder order) => (_order, _shape) = (order, order.Preset.Rerank!);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dropped => _dropped;

    /// <inheritdoc/>
    public override string? Indispensable => _request?.Indispensable;

    /// <summary>A kind of provider cannot be asked in the caller's very words.</summary>
    /// <param name="preset">The kind of provider.</param>
    /// <param name="body">The caller's body, in one piece.</param>
    public static bool MustAdapt(ProviderPreset preset, ReadOnlyMemory<byte> body)
    {
        if (preset.Rerank is not { } shape)
        {
            return false;
        }

        if (shape != RerankShape.Plain || !RerankRequest.TryRead(body, out var request, out _))
        {
            return shape != RerankShape.Plain;
        }

        foreach (var document in request.Documents)
        {
            if (document.IsObject)
            {
                return true;
            }
        }

        return request.ReturnsDocuments;
    }

    /// <inheritdoc/>
    public override bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault)
    {
        if (!RerankRequest.TryRead(_order.Body, out _request, out fault))
        {
            return false;
        }

        if (_request.Indispensable is null)
        {
            _shape.Write(output, _request, _order.TargetModel, _dropped);
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool TryWriteAnswer(ReadOnlyMemory<byte> answer, IBufferWriter<byte> output)
    {
        if (!Utf8.IsValid(answer.Span))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(answer, JsonView.Options);
            if (_shape.ReadAnswer(new JsonView(document.RootElement, answer), _request!.Documents.Count) is not { } read)
            {
                return false;
            }

            IsEstimated = read.Tokens is null;
            Write(output, read, read.Tokens ?? Estimate());
            return true;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override ErrorDetail ReadError(int status, in ErrorFacts facts) => ChatErrorCodec.Instance.Read(status, facts, _order.RequestId);

    private void Write(IBufferWriter<byte> output, RerankAnswer answer, long tokens)
    {
        Usage = new TokenUsage(tokens, 0, 0, 0, 0);
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteText("id"u8, answer.Id.IsGiven ? answer.Id : JsonString.Of(_order.RequestId));
        writer.WriteText("model"u8, answer.Model.IsGiven ? answer.Model : JsonString.Of(_order.AskedModel));
        writer.WriteStartArray("results"u8);
        var left = _request!.Top ?? long.MaxValue;
        foreach (var result in answer.Results)
        {
            if (left-- <= 0)
            {
                break;
            }

            Write(writer, result);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, tokens);
        writer.WriteNumber("total_tokens"u8, tokens);
        writer.WriteEndObject();
        writer.WriteJson("meta"u8, answer.Meta.Span);
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, RerankResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, result.Index);
        writer.WriteJson("relevance_score"u8, result.Score.Span);
        if (_request!.ReturnsDocuments)
        {
            WriteDocument(writer, _request.Documents[result.Index]);
        }

        writer.WriteEndObject();
    }

    // With whatever else the caller's own object says.
    private static void WriteDocument(Utf8JsonWriter writer, RerankDocument document)
    {
        if (document.IsObject)
        {
            writer.WriteJson("document"u8, document.Raw.Span);
            return;
        }

        writer.WriteStartObject("document"u8);
        writer.WriteText("text"u8, document.Text);
        writer.WriteEndObject();
    }

    // The question stands ahead of every document.
    private long Estimate()
    {
        var meter = new TextMeter();
        foreach (var document in _request!.Documents)
        {
            meter.Add(_request.Query);
            meter.AddTokens(0);
            meter.Add(document.Text);
            meter.AddTokens(0);
        }

        return meter.Tokens;
    }
}
