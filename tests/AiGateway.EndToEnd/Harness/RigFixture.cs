namespace AiGateway.EndToEnd.Harness;

/// <summary>One rig for all tests of a class. A class derives its own where it needs settings of its own.</summary>
public class RigFixture : IAsyncLifetime
{
    private readonly (string Name, string Value)[] _settings;

    public RigFixture()
        : this([])
    {
    }

    protected RigFixture(params (string Name, string Value)[] settings) => _settings = settings;

    public Rig Rig { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Rig = await Rig.StartAsync(_settings);

    public async ValueTask DisposeAsync()
    {
        if (Rig is not null)
        {
            await Rig.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
