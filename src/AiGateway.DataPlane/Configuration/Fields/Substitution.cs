using System.Text;

namespace AiGateway.Configuration.Fields;

/// <summary>Puts variables into a text: <c>${NAME}</c>, <c>${NAME:-default}</c>, and <c>$$</c> for a dollar sign.</summary>
internal static class Substitution
{
    private const int LongestResult = 1024 * 1024;

    /// <summary>Puts variables in. What a variable holds is taken as it is, not expanded again.</summary>
    /// <param name="text">The text as it was written.</param>
    /// <param name="find">The value of a variable, or null where it is unset or empty.</param>
    /// <returns>The text; or a problem, without any value.</returns>
    public static Parsed<string> Expand(string text, Func<string, string?> find)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return Parsed.Good(text);
        }

        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$')
            {
                result.Append(text[i]);
                continue;
            }

            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (next == '$')
            {
                result.Append('$');
                i++;
                continue;
            }

            if (next != '{')
            {
                return Parsed.Bad<string>("has a $ that stands alone: write $$ for a dollar sign, or ${NAME} for a variable");
            }

            var end = text.IndexOf('}', i);
            if (end < 0)
            {
                return Parsed.Bad<string>("has a ${ without its }");
            }

            var value = ValueOf(text[(i + 2)..end], find);
            if (!value.IsGood)
            {
                return value;
            }

            result.Append(value.Value);
            i = end;
            if (result.Length > LongestResult)
            {
                return Parsed.Bad<string>("is too long once its variables are put in");
            }
        }

        return Parsed.Good(result.ToString());
    }

    private static Parsed<string> ValueOf(string reference, Func<string, string?> find)
    {
        var separator = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = separator < 0 ? reference : reference[..separator];
        if (!IsName(name))
        {
            return Parsed.Bad<string>("has a ${…} that is neither ${NAME} nor ${NAME:-default}; write $$ for a dollar sign");
        }

        if (find(name) is { } value)
        {
            return Parsed.Good(value);
        }

        return separator < 0
            ? Parsed.Bad<string>($"the variable {name} is not set; set it, or write ${{{name}:-default}}")
            : Parsed.Good(reference[(separator + 2)..]);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 256 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
