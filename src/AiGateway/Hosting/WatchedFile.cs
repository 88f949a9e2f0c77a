using System.Security.Cryptography;

namespace AiGateway.Hosting;

/// <summary>A file whose content is looked at again and again. Links are followed, so that mounted files are seen to change. Not thread-safe.</summary>
internal sealed class WatchedFile
{
    private readonly string _path;
    private Traits _traits;
    private string? _known;
    private string? _pending;

    /// <summary>Begins to watch; the file need not exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">The SHA-256 of the content that is known already, in upper-case hex; or null.</param>
    public WatchedFile(string path, string? known) => (_path, _known) = (path, known);

    /// <summary>Its content is another than at the last look, but may still be in the making: look again soon.</summary>
    public bool IsChanging => _pending is not null;

    /// <summary>Whether there is a new content, and it was the same at the last look: whoever writes it is done. A file that is gone has not changed.</summary>
    public bool HasChanged()
    {
        var traits = TraitsOf();
        if (traits == _traits && _pending is null)
        {
            return false;
        }

        _traits = traits;
        var hash = HashOf();
        if (hash is null || hash == _known)
        {
            _pending = null;
            return false;
        }

        if (hash != _pending)
        {
            _pending = hash;
            return false;
        }

        (_known, _pending) = (hash, null);
        return true;
    }

    // The time of birth tells a file that replaced another from it, even where it brought the other's time of change.
    private Traits TraitsOf()
    {
        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path);
            return file.Exists ? new Traits(file.FullName, file.CreationTimeUtc, file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private string? HashOf()
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private readonly record struct Traits(string? Target, DateTime Born, DateTime Written, long Length);
}
