using System.IO.Enumeration;

namespace AiGateway.Dialects.Providers.Rules;

/// <summary>What models that turn texts into vectors take of one request.</summary>
/// <param name="Models">Which: patterns of names in any case, apart by blanks, in which <c>*</c> stands for any text; a name counts from its last slash.</param>
internal sealed record EmbeddingRules(string Models)
{
    /// <summary>As OpenAI's own.</summary>
    public static readonly EmbeddingRules Default = new("*");

    private readonly string[] _patterns = Models.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How many texts; more are asked for in several requests. Default as many as OpenAI takes.</summary>
    public int MostInputs { get; init; } = 2048;

    /// <summary>Vectors come as numbers only: base64 is refused, or not heeded. Default false.</summary>
    public bool FloatOnly { get; init; }

    /// <summary>What the length of the vectors is called. Default <c>dimensions</c>.</summary>
    public string Dimensions { get; init; } = "dimensions";

    /// <summary>The first row that is for a model; the default's where none is.</summary>
    /// <param name="rows">A provider's rows.</param>
    /// <param name="model">What it calls the model.</param>
    public static EmbeddingRules For(IReadOnlyList<EmbeddingRules> rows, string model)
    {
        var name = model.AsSpan(model.LastIndexOf('/') + 1);
        foreach (var row in rows)
        {
            foreach (var pattern in row._patterns)
            {
                if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true))
                {
                    return row;
                }
            }
        }

        return Default;
    }
}
