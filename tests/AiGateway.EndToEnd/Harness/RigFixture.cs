namespace AiGateway.EndToEnd.Harness;

/// <summary>One rig for all tests of a class. A class derives its own where it needs settings of its own.</summary>
public class RigFixture(params (string Name, string Value)[] settings) : IAsyncLifetime
{
    public RigFixture()
        : this([])
    {
    }

    public Rig Rig { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Rig = await Rig.StartAsync(settings);

    public async ValueTask DisposeAsync()
    {
        if (Rig is not null)
        {
            await Rig.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
