namespace AiGateway.EndToEnd.Harness;

/// <summary>The working tree that these tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AiGateway.slnx")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException("These tests must run from the repository's build output.");
        }

        return directory.FullName;
    }
}
