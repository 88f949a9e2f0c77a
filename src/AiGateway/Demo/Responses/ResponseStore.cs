namespace AiGateway.Demo.Responses;

/// <summary>The responses that can be asked for again: the latest, as many as fit; older ones make room. Thread-safe.</summary>
internal sealed class ResponseStore
{
    private const int Most = 1_000;
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, byte[]> _responses = [];
    private long _bytes;

    public byte[]? Find(string id)
    {
        lock (_lock)
        {
            return _responses.GetValueOrDefault(id);
        }
    }

    public void Add(string id, byte[] json)
    {
        if (json.Length > MostBytes)
        {
            return;
        }

        lock (_lock)
        {
            _responses.Add(id, json);
            _bytes += json.Length;
            while (_responses.Count > Most || _bytes > MostBytes)
            {
                _bytes -= _responses.GetAt(0).Value.Length;
                _responses.RemoveAt(0);
            }
        }
    }

    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (!_responses.Remove(id, out var json))
            {
                return false;
            }

            _bytes -= json.Length;
            return true;
        }
    }
}
