using System.Globalization;
using System.Text;

namespace AiGateway.Configuration;

/// <summary>Texts of others inside the project's messages: quoted, on one line, bounded, without credentials of a URL.</summary>
internal static class Shown
{
    private const int MaxLength = 100;

    /// <summary>A name from a file, such as that of a field or a model: in single quotes, as <see cref="Text"/> shows it else.</summary>
    public static string Name(string name) => name.Length is > 0 and <= MaxLength && name.All(c => c is > ' ' and <= '~' and not '\'' and not '\\') ? $"'{name}'" : Text(name);

    /// <summary>A name as a part of a path: as it is where it is plain, else as <see cref="Text"/> shows it.</summary>
    public static string Path(string name) => Name(name) is ['\'', .. var plain, '\''] ? plain : Text(name);

    /// <summary>Quotes a text: control characters escaped, cut after 100 characters, and withheld where an <c>@</c> hints at user info.</summary>
    public static string Text(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return "a value that is not shown, since it may hold a password,";
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            if (char.IsControl(c) || c is '"' or '\\' or '\u2028' or '\u2029' || char.IsSurrogate(c))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                continue;
            }

            quoted.Append(c);
        }

        return quoted.Append(text.Length > MaxLength ? "…\"" : "\"").ToString();
    }
}
