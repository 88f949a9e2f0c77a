using System.Globalization;
using System.Security.Cryptography;

namespace AiGateway.Hosting;

/// <summary>
/// A file whose content is looked at again and again. Times and lengths are not relied on: a mounted file may be changed by a link, and a copy may bring the
/// time of its original. Not thread-safe.
/// </summary>
/// <param name="path">The file, which need not exist.</param>
/// <param name="known">The SHA-256 of the content that is known already, in upper-case hex; or null.</param>
internal sealed class WatchedFile(string path, string? known)
{
    // More than a configuration may have. What is larger is told apart by its length and time, since reading it again and again would cost.
    private const int MostHashed = 4 * 1024 * 1024;

    private string? _known = known;
    private string? _pending;

    /// <summary>Its content is another than at the last look, but may still be in the making: look again soon.</summary>
    public bool IsChanging => _pending is not null;

    /// <summary>Whether there is a new content, and it was the same at the last look: whoever writes it is done. A file that is gone has not changed.</summary>
    public bool HasChanged()
    {
        var digest = Digest();
        if (digest is null || digest == _known)
        {
            _pending = null;
            return false;
        }

        if (digest != _pending)
        {
            _pending = digest;
            return false;
        }

        (_known, _pending) = (digest, null);
        return true;
    }

    private string? Digest()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return file.Length > MostHashed
                ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks}")
                : Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
