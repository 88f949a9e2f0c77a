using System.Globalization;
using AiGateway.Dialects;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Dialects.Providers;

/// <summary>An error as a provider sends it, and what it is. A line of a file in <c>Errors</c>: status, kind, body.</summary>
/// <param name="Types">The presets that the file is for.</param>
/// <param name="Status">The HTTP status; 200 where the error comes within an answer.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Body">The body, or the data of the event.</param>
public sealed record ErrorSample(IReadOnlyList<string> Types, int Status, FailureKind Kind, string Body)
{
    private const string Head = "types: ";

    /// <summary>Every sample of every file.</summary>
    public static IReadOnlyList<ErrorSample> All { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("tests/AiGateway.Tests/Dialects/Providers/Errors"), "*.txt").Order(StringComparer.Ordinal).SelectMany(ReadFile)];

    private static IEnumerable<ErrorSample> ReadFile(string file)
    {
        var lines = File.ReadAllLines(file);
        Assert.StartsWith(Head, lines[0]);
        var types = lines[0][Head.Length..].Split(' ');
        return lines.Skip(1).Select(line => Parse(types, line.Split(' ', 3)));
    }

    private static ErrorSample Parse(string[] types, string[] cells) =>
        new(types, int.Parse(cells[0], CultureInfo.InvariantCulture), Enum.Parse<FailureKind>(cells[1]), cells[2]);
}
