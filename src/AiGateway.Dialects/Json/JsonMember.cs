namespace AiGateway.Dialects.Json;

/// <summary>One member of the scanned object, told when its value has ended. Offsets count from the first byte that the scanner was fed.</summary>
internal readonly ref struct JsonMember(ReadOnlySpan<byte> name, long nameOffset, JsonKind kind, long start, long end)
{
    /// <summary>The name with its escapes undone; empty where it is longer than any name that matters.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Where the name's opening quote stands.</summary>
    public long NameOffset { get; } = nameOffset;

    /// <summary>The kind of the value.</summary>
    public JsonKind Kind { get; } = kind;

    /// <summary>Where the value begins.</summary>
    public long Start { get; } = start;

    /// <summary>The length of the value in bytes, quotes or brackets included.</summary>
    public long Length { get; } = end - start;
}
