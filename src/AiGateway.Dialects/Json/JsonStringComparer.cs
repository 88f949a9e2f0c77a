namespace AiGateway.Dialects.Json;

/// <summary>Takes two JSON strings for the same where they are spelled the same, which is how ids and names come back.</summary>
internal sealed class JsonStringComparer : IEqualityComparer<JsonString>
{
    /// <summary>The only one.</summary>
    public static readonly JsonStringComparer Instance = new();

    private JsonStringComparer()
    {
    }

    /// <inheritdoc/>
    public bool Equals(JsonString x, JsonString y) => x.Escaped.SequenceEqual(y.Escaped);

    /// <inheritdoc/>
    public int GetHashCode(JsonString obj)
    {
        // Seeded anew by each process: nobody can choose ids that collide.
        var hash = default(HashCode);
        hash.AddBytes(obj.Escaped);
        return hash.ToHashCode();
    }
}
