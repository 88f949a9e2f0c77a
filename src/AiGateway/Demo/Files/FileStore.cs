namespace AiGateway.Demo.Files;

/// <summary>Files in memory, bounded in number and in bytes; what does not fit is refused. Thread-safe.</summary>
internal sealed class FileStore
{
    public const int MostFiles = 1_000;
    public const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, StoredFile> _files = [];
    private long _bytes;

    /// <summary>All files, oldest first.</summary>
    public StoredFile[] List()
    {
        lock (_lock)
        {
            return [.. _files.Values];
        }
    }

    public StoredFile? Find(string id)
    {
        lock (_lock)
        {
            return _files.GetValueOrDefault(id);
        }
    }

    /// <summary>Takes room for bytes that are still arriving; false where there is none.</summary>
    public bool TryReserve(int bytes)
    {
        lock (_lock)
        {
            if (_bytes + bytes > MostBytes)
            {
                return false;
            }

            _bytes += bytes;
            return true;
        }
    }

    /// <summary>Gives back room that was taken for a file that did not come to be.</summary>
    public void Release(long bytes)
    {
        lock (_lock)
        {
            _bytes -= bytes;
        }
    }

    /// <summary>Keeps a file whose room is reserved; false where there are too many already.</summary>
    public bool TryAdd(StoredFile file)
    {
        lock (_lock)
        {
            return _files.Count < MostFiles && _files.TryAdd(file.Id, file);
        }
    }

    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (!_files.Remove(id, out var file))
            {
                return false;
            }

            _bytes -= file.Content.Length;
            return true;
        }
    }
}
