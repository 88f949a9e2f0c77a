namespace AiGateway.Hosting;

/// <summary>The folder where anything is kept.</summary>
internal sealed class DataDirectory
{
    private DataDirectory(bool isWritable) => IsWritable = isWritable;

    /// <summary>Files can be written there. Where they cannot, the gateway serves all the same and keeps nothing.</summary>
    public bool IsWritable { get; }

    /// <summary>Makes the folder if need be, and tries to write to it.</summary>
    /// <param name="path">The folder, relative to the working directory.</param>
    public static DataDirectory Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, ".writable");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return new DataDirectory(isWritable: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new DataDirectory(isWritable: false);
        }
    }
}
