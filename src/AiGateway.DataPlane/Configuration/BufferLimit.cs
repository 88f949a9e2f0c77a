namespace AiGateway.Configuration;

/// <summary>How much of requests and answers may be held at once: so many bytes, or a share of the memory that the process may use.</summary>
/// <param name="Bytes">Bytes, 1 MiB to 1024 GiB; null where <paramref name="Percent"/> counts.</param>
/// <param name="Percent">Percent of the memory, 1 to 90.</param>
public readonly record struct BufferLimit(long? Bytes, int Percent)
{
    private const long LeastBytes = 1L << 20;
    private const long MostBytes = 1L << 40;
    private const int MostPercent = 90;

    /// <summary>A quarter of the memory.</summary>
    public static BufferLimit Default { get; } = new(null, 25);

    /// <summary>Reads <c>25%</c> or a size.</summary>
    public static Parsed<BufferLimit> Parse(string text)
    {
        if (text.EndsWith('%'))
        {
            var percent = Choice.Number(1, MostPercent)(text[..^1]);
            return percent.IsGood ? Parsed.Good(new BufferLimit(null, percent.Value)) : Parsed.Bad<BufferLimit>(percent.Problem);
        }

        var bytes = Choice.Within(ByteSize.Parse, LeastBytes, MostBytes)(text);
        return bytes.IsGood ? Parsed.Good(new BufferLimit(bytes.Value, 0)) : Parsed.Bad<BufferLimit>(bytes.Problem);
    }

    /// <summary>The bytes that it comes to.</summary>
    /// <param name="memory">The memory that the process may use, in bytes.</param>
    public long Of(long memory) => Bytes ?? (long)(memory / 100m * Percent);

    /// <summary>As it is written.</summary>
    public override string ToString() => Bytes is { } bytes ? ByteSize.Format(bytes) : $"{Percent}%";
}
