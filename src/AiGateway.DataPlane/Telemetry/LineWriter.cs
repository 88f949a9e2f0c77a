using System.Buffers;
using System.Collections.Concurrent;

namespace AiGateway.Telemetry;

/// <summary>
/// Log lines on their way out. A thread of its own writes them, many at once; where their reader is slow or gone, lines are dropped and
/// counted, and nobody waits. Thread-safe.
/// </summary>
public sealed class LineWriter : IDisposable
{
    private const int MostLines = 16_384;
    private const int BatchSize = 64 * 1024;

    // Long enough for lines to gather under load, short enough for a person not to notice.
    private static readonly TimeSpan s_linger = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<ArraySegment<byte>> _lines = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Stream _output;
    private readonly Thread _thread;
    private int _count;
    private int _parked;
    private long _dropped;
    private bool _disposed;

    /// <summary>Starts the writer.</summary>
    /// <param name="output">Where lines go; writing to it may block.</param>
    public LineWriter(Stream output)
    {
        _output = output;
        _thread = new Thread(WriteLines) { IsBackground = true, Name = "log writer" };
        _thread.Start();
    }

    /// <summary>Lines that were dropped so far.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Adds a line, its line end included; drops it where too many wait already. Never blocks.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (Interlocked.Increment(ref _count) > MostLines)
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _dropped);
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(line.Length);
        line.CopyTo(copy);
        _lines.Enqueue(new ArraySegment<byte>(copy, 0, line.Length));

        // Either this sees that the writer has parked, or the writer sees the line before it sleeps: a fence here, and one there.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _parked) == 1 && Interlocked.Exchange(ref _parked, 0) == 1)
        {
            _wake.Set();
        }
    }

    /// <summary>Writes what waits, for at most a second, and stops.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stopping.Set();
        _wake.Set();
        if (_thread.Join(s_farewell))
        {
            _wake.Dispose();
            _stopping.Dispose();
        }
    }

    private void WriteLines()
    {
        var batch = new byte[BatchSize];
        while (true)
        {
            var filled = 0;
            var lines = 0;
            while (_lines.TryPeek(out var next) && (filled == 0 || filled + next.Count <= batch.Length) && _lines.TryDequeue(out var line))
            {
                Interlocked.Decrement(ref _count);
                filled = Append(ref batch, filled, line);
                lines++;
            }

            if (lines > 0)
            {
                Write(batch.AsSpan(0, filled), lines);
                continue;
            }

            if (_stopping.IsSet)
            {
                return;
            }

            Park();
        }
    }

    private void Park()
    {
        Interlocked.Exchange(ref _parked, 1);
        if (_lines.IsEmpty)
        {
            _wake.WaitOne();
        }

        Volatile.Write(ref _parked, 0);
        _stopping.Wait(s_linger);
    }

    private static int Append(ref byte[] batch, int filled, ArraySegment<byte> line)
    {
        if (filled + line.Count > batch.Length)
        {
            Array.Resize(ref batch, filled + line.Count);
        }

        line.AsSpan().CopyTo(batch.AsSpan(filled));
        ArrayPool<byte>.Shared.Return(line.Array!);
        return filled + line.Count;
    }

    private void Write(ReadOnlySpan<byte> batch, int lines)
    {
        try
        {
            _output.Write(batch);
            _output.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Whoever read the log has closed it, or there never was anybody. The gateway serves on.
            Interlocked.Add(ref _dropped, lines);
        }
    }
}
