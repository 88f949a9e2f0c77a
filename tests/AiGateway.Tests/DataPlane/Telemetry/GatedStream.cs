namespace AiGateway.Tests.DataPlane.Telemetry;

/// <summary>A reader of the log who can be slow, or gone.</summary>
internal sealed class GatedStream : MemoryStream
{
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private readonly ManualResetEventSlim _entered = new();
    private volatile Exception? _fails;

    /// <summary>From now on, writes block.</summary>
    public void Block() => _gate.Reset();

    /// <summary>Writes go on.</summary>
    public void Release() => _gate.Set();

    /// <summary>The next write fails.</summary>
    public void FailOnce(Exception exception) => _fails = exception;

    /// <summary>Waits until a write has begun.</summary>
    public void WaitForWrite() => Assert.True(_entered.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _entered.Set();
        _gate.Wait();
        if (Interlocked.Exchange(ref _fails, null) is { } failure)
        {
            throw failure;
        }

        base.Write(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gate.Dispose();
            _entered.Dispose();
        }

        base.Dispose(disposing);
    }
}
