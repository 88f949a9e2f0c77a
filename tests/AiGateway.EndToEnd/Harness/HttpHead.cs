using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>The head of a request or an answer, as it was on the wire.</summary>
/// <param name="Raw">All of it, the empty line included, byte for byte as Latin-1.</param>
public sealed record HttpHead(string Raw)
{
    private readonly string[] _lines = Raw.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    public string StartLine => _lines[0];

    /// <summary>Of a request: its method.</summary>
    public string Method => StartLine.Split(' ')[0];

    /// <summary>Of a request: its target, raw.</summary>
    public string Target => StartLine.Split(' ')[1];

    /// <summary>Of an answer: its status.</summary>
    public int Status => int.Parse(StartLine.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    public IEnumerable<string> Names => _lines.Skip(1).Select(line => line[..line.IndexOf(':')].ToLowerInvariant());

    /// <summary>The value of a header that is there once; null where it is missing.</summary>
    public string? this[string name] => All(name).SingleOrDefault();

    public bool Has(string name) => All(name).Any();

    public IEnumerable<string> All(string name) => _lines.Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim());

    /// <summary>Reads one; null where the peer ended the connection before it was complete.</summary>
    public static async Task<HttpHead?> ReadAsync(Wire wire, TimeSpan? limit = null)
    {
        var bytes = await wire.ReadThroughAsync("\r\n\r\n", limit);
        return bytes is null ? null : new HttpHead(Encoding.Latin1.GetString(bytes));
    }
}
