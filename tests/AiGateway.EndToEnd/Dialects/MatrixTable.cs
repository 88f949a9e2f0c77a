namespace AiGateway.EndToEnd.Dialects;

/// <summary>
/// The table of <c>matrix.tsv</c>: for each dialect that callers speak and each that providers speak, the test that proves each kind of exchange. The
/// tests are run for the pairs that it names them for, and the pages that tell what is proved are made of it.
/// </summary>
internal static class MatrixTable
{
    private static readonly string[][] s_lines =
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/AiGateway.EndToEnd/Dialects/matrix.tsv")).Select(line => line.Split('\t'))];

    /// <summary>The kinds of exchange.</summary>
    public static IReadOnlyList<string> Kinds => s_lines[0][2..];

    /// <summary>Every cell: who asks, who answers, what, and the test that proves it, empty where none does.</summary>
    public static IEnumerable<(string Caller, string Provider, string Kind, string Test)> Cells =>
        s_lines[1..].SelectMany(line => Kinds.Select((kind, column) => (line[0], line[1], kind, line.ElementAtOrDefault(column + 2) ?? "")));

    /// <summary>The pairs that a test is run for.</summary>
    public static TheoryData<string, string> PairsOf(string test) =>
        [.. Cells.Where(cell => cell.Test == test).Select(cell => (cell.Caller, cell.Provider))];
}
