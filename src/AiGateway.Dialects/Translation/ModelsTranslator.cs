using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Translation;

/// <summary>Tells of the models that a target of another dialect lists, as the caller's dialect lists them: all that are on the target's first page.</summary>
internal sealed class ModelsTranslator(TranslationOrder order) : Translator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Dropped => [];

    /// <inheritdoc/>
    public override bool TryWriteRequest(IBufferWriter<byte> output, out TranslationFault fault)
    {
        fault = default;
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
            if (order.Target.Dialect.ReadModels(new JsonView(document.RootElement, answer)) is not { } models)
            {
                return false;
            }

            order.Caller.Dialect.WriteModels(output, new ModelPage(models));
            return true;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override ErrorDetail ReadError(int status, in ErrorFacts facts)
    {
        var name = order.Target.Dialect.Name;
        foreach (var codecs in DialectCodecs.All)
        {
            if (codecs.Name == name)
            {
                return codecs.Error.Read(status, facts, order.RequestId);
            }
        }

        return DialectCodecs.Chat.Error.Read(status, facts, order.RequestId);
    }
}
