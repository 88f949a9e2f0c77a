using System.Text.RegularExpressions;

namespace AiGateway.Tests.Documents;

/// <summary>Finds the files of the repository that the tests are about.</summary>
internal static partial class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The version that is being made: <c>0.1.0</c>.</summary>
    public static string Version => VersionElement().Match(Read("Directory.Build.props")).Groups[1].Value;

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Every Markdown page that is written for people, relative to the root.</summary>
    public static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(PathOf("bench"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(PathOf("tests"), "*.md", SearchOption.AllDirectories))
            .Where(page => !page.Contains("node_modules", StringComparison.Ordinal))
            .Select(page => Path.GetRelativePath(Root, page));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AiGateway.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("No solution above the tests");
        }

        return directory.FullName;
    }

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex VersionElement();
}
