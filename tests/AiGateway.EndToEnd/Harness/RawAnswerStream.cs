using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>An answer whose head has come, and whose body is coming.</summary>
public sealed record RawAnswerStream(HttpHead Head, BodyReader Body)
{
    private readonly StringBuilder _pending = new();

    /// <summary>The next event with its blank line, as soon as it is complete; null at the end, and then <see cref="Left"/> is what was no whole event.</summary>
    public async Task<string?> ReadEventAsync(TimeSpan? limit = null)
    {
        while (true)
        {
            if (TakeEvent() is { } complete)
            {
                return complete;
            }

            var bytes = await Body.ReadSomeAsync(limit);
            if (bytes.Length == 0)
            {
                return null;
            }

            _pending.Append(Encoding.Latin1.GetString(bytes));
        }
    }

    public async Task<List<string>> ReadAllEventsAsync(TimeSpan? limit = null)
    {
        var events = new List<string>();
        while (await ReadEventAsync(limit) is { } next)
        {
            events.Add(next);
        }

        return events;
    }

    /// <summary>Bytes after the last complete event.</summary>
    public string Left => _pending.ToString();

    private string? TakeEvent()
    {
        var text = _pending.ToString();
        var lf = text.IndexOf("\n\n", StringComparison.Ordinal);
        var crlf = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var end = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf + 2;
        if (lf < 0 && crlf < 0)
        {
            return null;
        }

        _pending.Remove(0, end);
        return text[..end];
    }
}
