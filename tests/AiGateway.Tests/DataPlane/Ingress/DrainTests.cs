using AiGateway.Ingress;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class DrainTests
{
    [Fact]
    public void Connections_are_asked_to_close_from_the_first_sign_of_the_end()
    {
        var drain = new Drain();
        Assert.Equal((DrainState.Serving, false), (drain.State, drain.IsLeaving));

        drain.Enter(DrainState.Leaving);
        Assert.Equal((DrainState.Leaving, true), (drain.State, drain.IsLeaving));

        drain.Enter(DrainState.Refusing);
        Assert.Equal((DrainState.Refusing, true), (drain.State, drain.IsLeaving));
    }
}
