namespace AiGateway.Configuration;

/// <summary>Booleans exactly as Go's <c>strconv.ParseBool</c> reads them, since the original gateway did.</summary>
public static class GoBoolean
{
    /// <summary>Reads <c>1 t T TRUE true True</c> or <c>0 f F FALSE false False</c>, and nothing else.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    public static Parsed<bool> Parse(string text) => text switch
    {
        "1" or "t" or "T" or "TRUE" or "true" or "True" => Parsed.Good(true),
        "0" or "f" or "F" or "FALSE" or "false" or "False" => Parsed.Good(false),
        _ => Parsed.Bad<bool>("is not a boolean"),
    };
}
