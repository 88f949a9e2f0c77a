using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Reasoning that stands in the text, between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> at its beginning, as open models write it and servers pass
/// it on. Texts here are what stands between the quotes of a JSON string.
/// </summary>
internal static class ThinkTags
{
    /// <summary>What reasoning begins with.</summary>
    public static ReadOnlySpan<byte> Opening => "<think>"u8;

    /// <summary>What it ends with.</summary>
    public static ReadOnlySpan<byte> Closing => "</think>"u8;

    /// <summary>The answer with its reasoning in parts of its own; the same one where none stands in its text, or some stands elsewhere.</summary>
    public static ConversationAnswer Split(ConversationAnswer answer)
    {
        var choices = new List<AnswerChoice>(answer.Choices.Count);
        var isSplit = false;
        foreach (var choice in answer.Choices)
        {
            if (choice.Parts is [TextPart first, ..] && TrySplit(first.Text, out var thought, out var said))
            {
                isSplit = true;
                choices.Add(choice with { Parts = Replace(choice.Parts, new ReasoningPart(thought), first with { Text = said }) });
            }
            else
            {
                choices.Add(choice);
            }
        }

        return isSplit ? answer with { Choices = choices } : answer;
    }

    /// <summary>The text with the signs that tags consist of unescaped, whichever way each was escaped.</summary>
    public static byte[] Plain(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return text.ToArray();
        }

        var plain = new byte[text.Length];
        var length = 0;
        var units = new JsonUnits(text);
        for (var start = 0; units.TryRead(out var unit); start = units.Offset)
        {
            if (unit is '<' or '>' or '/')
            {
                plain[length++] = (byte)unit;
                continue;
            }

            text[start..units.Offset].CopyTo(plain.AsSpan(length));
            length += units.Offset - start;
        }

        return plain[..length];
    }

    /// <summary>How long the white space at the beginning of a text is.</summary>
    public static int BlankAt(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == (byte)' ')
            {
                at++;
            }
            else if (text[at..] is [(byte)'\\', (byte)'n' or (byte)'r' or (byte)'t', ..])
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>How much of the end of a text may be the beginning of a tag.</summary>
    public static int Unfinished(ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag)
    {
        for (var length = Math.Min(text.Length, tag.Length - 1); length > 0; length--)
        {
            if (tag.StartsWith(text[^length..]))
            {
                return length;
            }
        }

        return 0;
    }

    private static List<Part> Replace(IReadOnlyList<Part> parts, ReasoningPart thought, TextPart said)
    {
        var replaced = new List<Part>(parts.Count + 1) { thought };
        if (!said.Text.IsEmpty)
        {
            replaced.Add(said);
        }

        for (var at = 1; at < parts.Count; at++)
        {
            replaced.Add(parts[at]);
        }

        return replaced;
    }

    private static bool TrySplit(JsonString text, out JsonString thought, out JsonString said)
    {
        (thought, said) = (default, default);
        ReadOnlySpan<byte> plain = Plain(text.Escaped);
        plain = plain[BlankAt(plain)..];
        if (!plain.StartsWith(Opening))
        {
            return false;
        }

        plain = plain[Opening.Length..];
        plain = plain[BlankAt(plain)..];
        var end = plain.IndexOf(Closing);
        var rest = end < 0 ? default : plain[(end + Closing.Length)..];
        thought = JsonString.Wrap(end < 0 ? plain : plain[..end]);
        said = JsonString.Wrap(rest[BlankAt(rest)..]);
        return true;
    }
}
