using System.Text;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Telemetry;

/// <summary>Texts that somebody might try to break a log with.</summary>
internal static class LogText
{
    private static readonly string[] s_words =
        ["a", "=", " ", "\"", "\\", "\n", "\r\n", "\t", "\0", "\u001b[31m", "\u0085", "\u2028", "\u2029", "\u007f", "\ud83d\ude00", "\ud800", "\udc00", "é", "\\u000a", " status=200", "\",\"x\":\"", "{}"];

    public static readonly Gen<string> Any = Gen.Frequency(
        (3, Gen.Int[0, s_words.Length - 1].Select(at => s_words[at]).Array[0, 8].Select(words => string.Concat(words))), (1, Gen.String));

    /// <summary>A text with its half surrogate pairs replaced, as UTF-8 has it.</summary>
    public static string AsUtf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
