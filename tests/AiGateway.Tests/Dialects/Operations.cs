using System.Buffers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;

namespace AiGateway.Tests.Dialects;

/// <summary>Operations by their names, and what is asked of them.</summary>
internal static class Operations
{
    /// <summary>The operation of a name, be it one that only providers have.</summary>
    public static Operation Named(string name) => DialectCatalogue.All.SelectMany(dialect => dialect.Operations).Append(VertexPredictions.Operation).Single(operation => operation.Name == name);

    /// <summary>A translation between two operations, at a kind of provider.</summary>
    public static Translator Translate(string caller, string target, string body, string preset = "openai-compatible", string model = "target-model")
    {
        var type = ProviderCatalogue.ByType[preset];
        var operation = Named(target);
        return Translator.Begin(new TranslationOrder
        {
            Caller = Named(caller),
            Target = operation,
            Preset = type,
            Surface = type.Surfaces.FirstOrDefault(surface => surface.Dialect == operation.Dialect) ?? new Surface(operation.Dialect),
            Body = Encoding.UTF8.GetBytes(body),
            AskedModel = "asked-model",
            TargetModel = model,
            RequestId = "request",
            Now = 1_790_000_000,
        });
    }

    /// <summary>What the target is sent.</summary>
    public static string Request(this Translator translator)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(translator.TryWriteRequest(output, out var fault), $"{fault.Where} {fault.Message}");
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What the caller gets; null where the target's answer is none.</summary>
    public static string? Answer(this Translator translator, string answer)
    {
        var output = new ArrayBufferWriter<byte>();
        return translator.TryWriteAnswer(Encoding.UTF8.GetBytes(answer), output) ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }
}
