namespace AiGateway.EndToEnd.Front;

/// <summary>Where a front is run: a folder with a certificate for the name that the examples serve, and with the example.</summary>
public sealed class FrontFolder : IDisposable
{
    public FrontFolder()
    {
        var certificate = SelfSigned.Create(FrontCaller.Name);
        Write("tls.crt", certificate.Certificate);
        Write("tls.key", certificate.Key);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("aigateway-front-").FullName;

    /// <summary>A file of the repository with other ports and paths, each of which must be in it once.</summary>
    public static string Example(string file, params (string Written, string Here)[] changes)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, file));
        foreach (var (written, here) in changes)
        {
            Assert.True(text.Split(written).Length == 2, $"{file} should have '{written}' once.");
            text = text.Replace(written, here, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Writes a file whole or not at all: a front that reads its configuration again meanwhile finds the old one or the new one, never an empty one.</summary>
    public void Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
