namespace AiGateway.Configuration;

/// <summary>Where variables are said: the real environment, then <c>.env</c> in the working directory. Empty means unset in both.</summary>
internal sealed class EnvironmentSource
{
    /// <summary>The place of what the process was started with.</summary>
    public const string RealEnvironment = "the environment";

    private const int MaxDotEnvBytes = 256 * 1024;

    private readonly Dictionary<string, Said> _said = new(StringComparer.Ordinal);

    private EnvironmentSource(string workingDirectory) => WorkingDirectory = workingDirectory;

    /// <summary>What relative paths are relative to.</summary>
    public string WorkingDirectory { get; }

    /// <summary>The names that are said to be anything, known or not.</summary>
    public IReadOnlyCollection<string> Names => _said.Keys;

    /// <summary>Reads both places.</summary>
    /// <param name="environment">The real environment.</param>
    /// <param name="workingDirectory">Where <c>.env</c> is looked for.</param>
    /// <param name="problems">What is wrong with the <c>.env</c> file is added here.</param>
    /// <param name="warnings">What is odd about it, here.</param>
    public static EnvironmentSource Open(
        IReadOnlyDictionary<string, string> environment, string workingDirectory, List<string> problems, List<string> warnings)
    {
        var source = new EnvironmentSource(workingDirectory);
        source.AddDotEnv(problems, warnings);
        foreach (var (name, value) in environment)
        {
            source.Add(name, value, RealEnvironment);
        }

        return source;
    }

    /// <summary>What is said of a variable, or null.</summary>
    /// <param name="name">Its name.</param>
    public Said? Find(string name) => _said.TryGetValue(name, out var found) ? found : null;

    private void AddDotEnv(List<string> problems, List<string> warnings)
    {
        var path = Path.Combine(WorkingDirectory, ".env");
        if (Directory.Exists(path))
        {
            warnings.Add(".env: is a directory, ignored");
            return;
        }

        if (!Path.Exists(path))
        {
            return;
        }

        var text = BoundedFile.Read(path, MaxDotEnvBytes);
        if (!text.IsGood)
        {
            problems.Add($".env: {text.Problem}");
            return;
        }

        var file = DotEnv.Parse(text.Value);
        problems.AddRange(file.Problems);
        foreach (var entry in file.Entries)
        {
            Add(entry.Name, entry.Value, $".env, line {entry.Line}");
        }
    }

    private void Add(string name, string value, string where)
    {
        if (value.Trim() is { Length: > 0 } trimmed)
        {
            _said[name] = new Said(trimmed, where);
        }
    }
}
