namespace AiGateway.Dialects.Json;

/// <summary>The rules of a model's name, the same in every kind of body.</summary>
internal static class ModelName
{
    /// <summary>The most characters (UTF-16 units) that a name may have.</summary>
    public const int MaxLength = 256;

    /// <summary>What every fault of a name says.</summary>
    public const string Rule = "must be a string of 1 to 256 characters without control characters";

    /// <summary>Whether a name keeps the rules.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var character in name)
        {
            if (char.IsControl(character))
            {
                return false;
            }
        }

        return true;
    }
}
