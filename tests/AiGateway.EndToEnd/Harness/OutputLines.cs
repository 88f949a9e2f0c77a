namespace AiGateway.EndToEnd.Harness;

/// <summary>The lines of one output of the program, collected as they come.</summary>
internal sealed class OutputLines
{
    private readonly Lock _lock = new();
    private readonly List<LogLine> _lines = [];
    private volatile bool _stopped;

    public OutputLines(StreamReader reader) => Completion = ReadAsync(reader);

    public Task Completion { get; }

    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Stop() => _stopped = true;

    private async Task ReadAsync(StreamReader reader)
    {
        while (!_stopped && await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _lines.Add(new LogLine(line));
            }
        }
    }
}
