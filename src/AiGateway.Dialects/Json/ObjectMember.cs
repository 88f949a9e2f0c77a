namespace AiGateway.Dialects.Json;

/// <summary>Finds one member whose value is an object; the last one where there are several, as most parsers see it.</summary>
internal struct ObjectMember(byte[] name) : IMemberSink
{
    /// <summary>Where its value begins.</summary>
    public long Start { get; private set; }

    /// <summary>How long its value is; 0 where there is none.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void OnMember(in JsonMember member)
    {
        if (member.Kind == JsonKind.Object && member.Name.SequenceEqual(name))
        {
            (Start, Length) = (member.Start, member.Length);
        }
    }

    /// <summary>Finds a member of an object.</summary>
    /// <param name="json">The whole object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value; empty where there is none.</param>
    /// <returns>False where the JSON is not one whole object.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, byte[] name, out ReadOnlySpan<byte> value)
    {
        var scanner = new TopLevelScanner<ObjectMember>(new ObjectMember(name));
        var isWhole = scanner.Feed(json) && scanner.Finish();
        value = isWhole ? json.Slice((int)scanner.Sink.Start, (int)scanner.Sink.Length) : default;
        return isWhole;
    }
}
