using System.Buffers;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Multipart;

namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Spells what one family gave out in a place that another dialect has for its own: the family's name goes ahead of it, and a dot, which base64 does not
/// have. So it comes back with the next turn, to whoever can read it.
/// </summary>
internal static class SignatureTag
{
    private const int MostTag = 31;

    private static readonly (DialectFamily Family, bool IsSealed, byte[] Tag)[] s_tags =
    [
        (DialectFamily.Anthropic, false, [.. "anthropic."u8]),
        (DialectFamily.Anthropic, true, [.. "anthropic-sealed."u8]),
        (DialectFamily.OpenAiResponses, false, [.. "openai."u8]),
        (DialectFamily.OpenAiResponses, true, [.. "openai-sealed."u8]),
        (DialectFamily.Gemini, false, [.. "gemini."u8]),
        (DialectFamily.Gemini, true, [.. "gemini-sealed."u8]),
    ];

    /// <summary>Spells it.</summary>
    /// <param name="signature">What was given out.</param>
    /// <param name="own">The family that the place is meant for.</param>
    /// <param name="isSealed">It is reasoning that cannot be read otherwise, and not the signature of some.</param>
    public static JsonString Write(Signature signature, DialectFamily own, bool isSealed)
    {
        if (signature.Family != own)
        {
            foreach (var (family, kind, tag) in s_tags)
            {
                if (family == signature.Family && kind == isSealed)
                {
                    return JsonString.Wrap([.. tag, .. signature.Value.Escaped]);
                }
            }
        }

        return signature.Value;
    }

    /// <summary>A body has a string that may be spelled so by a family other than one.</summary>
    public static bool MayBeIn(in ReadOnlySequence<byte> body, DialectFamily own)
    {
        Span<byte> start = stackalloc byte[MostTag + 1];
        start[0] = (byte)'"';
        foreach (var (family, _, tag) in s_tags)
        {
            tag.CopyTo(start[1..]);
            if (family != own && SequenceSearch.IndexOf(body, start[..(tag.Length + 1)]) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads what is spelled so.</summary>
    /// <param name="text">What stands in the place.</param>
    /// <param name="own">The family that the place is meant for.</param>
    /// <param name="isSealed">It is reasoning that cannot be read otherwise; null where it does not say so.</param>
    public static Signature Read(JsonString text, DialectFamily own, out bool? isSealed)
    {
        foreach (var (family, kind, tag) in s_tags)
        {
            if (text.Escaped.StartsWith(tag))
            {
                isSealed = kind;
                return new Signature(family, JsonString.Wrap(text.Escaped[tag.Length..]));
            }
        }

        isSealed = null;
        return new Signature(own, text);
    }
}
