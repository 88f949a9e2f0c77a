namespace AiGateway.EndToEnd.Front;

/// <summary>A gateway behind a web server that runs the example of this repository; only ports and paths are put into it.</summary>
/// <param name="program">The web server's program.</param>
public abstract class FrontFixture(string program) : IAsyncLifetime
{
    private FrontProcess? _front;

    public Rig Rig { get; private set; } = null!;

    /// <summary>The port that the front serves on.</summary>
    public int Port { get; private set; }

    /// <summary>Says what this machine lacks to run these tests; null if nothing.</summary>
    public string? Lacks => FrontProcess.Find(program) is null ? $"This machine lacks {program}." : null;

    protected FrontFolder Folder { get; } = new();

    public async ValueTask InitializeAsync()
    {
        if (Lacks is not null)
        {
            return;
        }

        Rig = await Rig.StartAsync(("TRUSTED_PROXIES", "127.0.0.1"), ("SHARED_ACCOUNT_OBJECTS", "true"));
        Port = FrontProcess.FreePort();
        _front = await FrontProcess.StartAsync(FrontProcess.Find(program)!, Folder.Path, Port, Configure(Rig.Gateway.Port));
    }

    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
        {
            await _front.DisposeAsync();
        }

        if (Rig is not null)
        {
            await Rig.DisposeAsync();
        }

        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the example, with these ports, into <see cref="Folder"/>.</summary>
    /// <returns>The arguments to start the program with.</returns>
    protected abstract string[] Configure(int gateway);
}
