using System.Text;
using AiGateway.Telemetry;

namespace AiGateway.Tests.DataPlane.Telemetry;

public sealed class LineWriterTests : IDisposable
{
    private const int MostLines = 16_384;

    private readonly GatedStream _output = new();
    private readonly LineWriter _writer;

    public LineWriterTests() => _writer = new LineWriter(_output);

    public void Dispose()
    {
        _output.Release();
        _writer.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void At_its_end_every_line_has_been_written_whole_and_in_order()
    {
        for (var line = 0; line < 5_000; line++)
        {
            Add($"{line}\n");
        }

        _writer.Dispose();

        Assert.Equal(Enumerable.Range(0, 5_000).Select(line => $"{line}"), Lines());
        Assert.Equal(0, _writer.Dropped);
    }

    [Fact]
    public void Lines_of_many_threads_stay_whole()
    {
        Parallel.For(0, 5_000, line => Add($"<{line}>\n"));

        _writer.Dispose();

        Assert.Equal(Enumerable.Range(0, 5_000).Select(line => $"<{line}>").Order(StringComparer.Ordinal), Lines().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_the_reader_is_slow_nobody_waits_and_what_is_dropped_is_counted()
    {
        _output.Block();
        Add("first\n");
        _output.WaitForWrite();
        for (var line = 0; line < MostLines + 100; line++)
        {
            Add($"{line}\n");
        }

        Assert.Equal(100, _writer.Dropped);

        _output.Release();
        _writer.Dispose();
        Assert.Equal(["first", .. Enumerable.Range(0, MostLines).Select(line => $"{line}")], Lines());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_who_is_gone_ends_nothing(bool isClosed)
    {
        _output.FailOnce(isClosed ? new ObjectDisposedException("log") : new IOException("broken pipe"));
        _output.Block();
        Add("lost\n");
        _output.WaitForWrite();
        Add("kept\n");
        _output.Release();

        _writer.Dispose();

        Assert.Equal(["kept"], Lines());
        Assert.Equal(1, _writer.Dropped);
    }

    [Fact]
    public void A_line_may_be_longer_than_a_batch()
    {
        Add("short\n");
        Add(new string('x', 200_000) + "\n");
        Add("short\n");

        _writer.Dispose();

        Assert.Equal([5, 200_000, 5], Lines().Select(line => line.Length));
    }

    [Fact]
    public void A_reader_who_takes_nothing_does_not_hold_up_the_end()
    {
        _output.Block();
        Add("stuck\n");
        _output.WaitForWrite();

        _writer.Dispose();
        _writer.Dispose();
        Add("late\n");

        Assert.Empty(_output.ToArray());
    }

    private void Add(string line) => _writer.Add(Encoding.UTF8.GetBytes(line));

    private string[] Lines() => Encoding.UTF8.GetString(_output.ToArray()).Split('\n')[..^1];
}
