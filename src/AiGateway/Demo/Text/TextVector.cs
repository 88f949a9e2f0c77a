namespace AiGateway.Demo.Text;

/// <summary>Vectors of texts: each word, and each Chinese character, moves a few of the dimensions, so texts that share words are close.</summary>
internal static class TextVector
{
    private const int PlacesPerWord = 8;
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>A vector of length 1. The same text gives the same vector, everywhere and always.</summary>
    public static float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        // Never empty and never quite equal: the text as a whole counts a little.
        Add(vector, Hash(text), 0.1f);
        foreach (var word in Words(text))
        {
            Add(vector, Hash(text.AsSpan(word)), 1);
        }

        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += value * value;
        }

        // Opposite moves of one place may cancel out.
        if (sum == 0)
        {
            vector[0] = 1;
            return vector;
        }

        var scale = (float)(1 / Math.Sqrt(sum));
        for (var index = 0; index < vector.Length; index++)
        {
            vector[index] *= scale;
        }

        return vector;
    }

    /// <summary>How close two vectors of length 1 are, from -1 to 1.</summary>
    public static float Similarity(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0f;
        for (var index = 0; index < one.Length; index++)
        {
            sum += one[index] * other[index];
        }

        return sum;
    }

    private static IEnumerable<Range> Words(string text)
    {
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var inWord = at < text.Length && char.IsLetterOrDigit(text[at]) && text[at] is < '\u3000' or > '\u9FFF';
            if (inWord)
            {
                continue;
            }

            if (at > start)
            {
                yield return start..at;
            }

            if (at < text.Length && text[at] is >= '\u3400' and <= '\u9FFF')
            {
                yield return at..(at + 1);
            }

            start = at + 1;
        }
    }

    private static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = FnvOffset;
        foreach (var character in word)
        {
            hash = (hash ^ char.ToLowerInvariant(character)) * FnvPrime;
        }

        return hash;
    }

    private static void Add(float[] vector, ulong hash, float weight)
    {
        for (var place = 0; place < PlacesPerWord; place++)
        {
            // A step of xorshift64*: FNV alone is too regular in its low bits.
            hash ^= hash >> 12;
            hash ^= hash << 25;
            hash ^= hash >> 27;
            var mixed = hash * 2685821657736338717;
            vector[(int)((mixed >> 33) % (ulong)vector.Length)] += (mixed & 1) == 0 ? weight : -weight;
        }
    }
}
