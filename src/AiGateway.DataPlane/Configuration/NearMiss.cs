namespace AiGateway.Configuration;

/// <summary>Finds the name that a misspelt one was meant to be.</summary>
internal static class NearMiss
{
    // Of short names much is one letter away that means something else (POST, HOME).
    private const int ShortName = 8;

    // A longer text is no misspelt name, and dear to compare.
    private const int LongestName = 256;

    /// <summary>The known name that is nearest, or null where the name is known, or like none of them.</summary>
    /// <param name="name">A name from the environment, any length.</param>
    public static string? Find(string name)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var variable in KnownVariables.All)
        {
            if (name == variable.Name || (variable.Secret && name == variable.FileName))
            {
                return null;
            }

            Consider(variable.Name);
            if (variable.Secret)
            {
                Consider(variable.FileName);
            }
        }

        return nearest;

        void Consider(string known)
        {
            var isShort = known.Length < ShortName;
            if (!BeginsLike(name, known, isShort ? 3 : 1) || Math.Abs(name.Length - known.Length) > 2)
            {
                return;
            }

            var distance = Distance(name.ToUpperInvariant(), known);
            if (distance <= (isShort ? 1 : 2) && distance < least)
            {
                (nearest, least) = (known, distance);
            }
        }
    }

    /// <summary>The nearest of some names, or null where none is like it: one to three letters differ, by the length of the name.</summary>
    /// <param name="name">A name that is not among them, any length.</param>
    /// <param name="known">The names.</param>
    public static string? Among(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        string? nearest = null;
        var least = 1 + name.Length switch { < 4 => 1, < 9 => 2, _ => 3 };
        foreach (var candidate in known)
        {
            // The lengths alone differ by as much: nothing to compare, however long the names are.
            if (Math.Abs(name.Length - candidate.Length) >= least)
            {
                continue;
            }

            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>A question to end a problem with: <c>. Did you mean 'x'?</c>; empty where no name is like it.</summary>
    public static string Question(string name, IEnumerable<string> known) => Among(name, known) is { } near ? $". Did you mean {Shown.Name(near)}?" : "";

    private static bool BeginsLike(string name, string known, int letters) =>
        name.Length >= letters && name.AsSpan(0, letters).Equals(known.AsSpan(0, letters), StringComparison.OrdinalIgnoreCase);

    // Levenshtein's, one row at a time.
    private static int Distance(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = i;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
