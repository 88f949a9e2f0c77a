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

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
