using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Translation;

/// <summary>What a model thought ahead of one of its calls. Kept as JSON of the gateway's own, which nobody else reads.</summary>
/// <param name="Dialect">The dialect that it was told in: no other has a use for it.</param>
/// <param name="Origin">The provider and the model, which signatures are bound to.</param>
/// <param name="Parts">Reasoning that stood between this call and the one before it; sealed or not.</param>
/// <param name="Signature">The signature of the call itself, or null.</param>
internal sealed record Thought(string Dialect, string Origin, IReadOnlyList<Part> Parts, Signature? Signature)
{
    /// <summary>Nothing was thought.</summary>
    public bool IsEmpty => Parts.Count == 0 && Signature is null;

    /// <summary>Any of it is of use only to who gave it out.</summary>
    public bool IsSigned
    {
        get
        {
            foreach (var part in Parts)
            {
                if (part is not ReasoningPart { Signature: null })
                {
                    return true;
                }
            }

            return Signature is not null;
        }
    }

    /// <summary>Writes it.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("dialect"u8, Dialect);
            writer.WriteString("origin"u8, Origin);
            WriteSignature(writer, Signature);
            writer.WriteStartArray("parts"u8);
            foreach (var part in Parts)
            {
                writer.WriteStartObject();
                writer.WriteText("text"u8, part is ReasoningPart reasoning ? reasoning.Text : default);
                WriteSignature(writer, part is ReasoningPart signed ? signed.Signature : ((SealedReasoningPart)part).Content);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads it; false for bytes of another kind.</summary>
    /// <param name="bytes">What was written; the thought points into it.</param>
    /// <param name="thought">What was thought.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Thought? thought)
    {
        thought = null;
        try
        {
            using var document = JsonDocument.Parse(bytes, JsonView.Options);
            var view = new JsonView(document.RootElement, bytes);
            var parts = new List<Part>(view["parts"u8].Count);
            foreach (var item in view["parts"u8].Items)
            {
                if (PartOf(item["text"u8].Text, ReadSignature(item)) is { } part)
                {
                    parts.Add(part);
                }
            }

            thought = new Thought(view["dialect"u8].Text.ToString(), view["origin"u8].Text.ToString(), parts, ReadSignature(view));
            return true;
        }
        catch (JsonException)
        {
            // Another version wrote it.
            return false;
        }
    }

    private static Part? PartOf(JsonString text, Signature? signature) =>
        text.IsGiven ? new ReasoningPart(text) { Signature = signature }
        : signature is null ? null
        : new SealedReasoningPart(signature);

    private static void WriteSignature(Utf8JsonWriter writer, Signature? signature)
    {
        if (signature is not null)
        {
            writer.WriteText("signature"u8, signature.Value);
            writer.WriteNumber("family"u8, (int)signature.Family);
        }
    }

    private static Signature? ReadSignature(JsonView holder) =>
        holder["signature"u8].Text is { IsGiven: true } value && holder["family"u8].Integer is { } family
            ? new Signature((DialectFamily)family, value)
            : null;
}
