using AiGateway.Telemetry;

namespace AiGateway.Tests.DataPlane.Telemetry;

public sealed class ClosedOutputTests
{
    [Fact]
    public void Lines_for_an_output_that_was_never_open_are_dropped_and_counted()
    {
        using var output = new ClosedOutput();
        using (var writer = new LineWriter(output))
        {
            writer.Add("one\n"u8);
            Assert.True(output.WasWritten.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            Assert.True(SpinWait.SpinUntil(() => writer.Dropped == 1, TimeSpan.FromSeconds(10)));
        }
    }

    // As the console is where the shell has closed it.
    private sealed class ClosedOutput : MemoryStream
    {
        public ManualResetEventSlim WasWritten { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            WasWritten.Set();
            throw new UnauthorizedAccessException();
        }

        protected override void Dispose(bool disposing)
        {
            WasWritten.Dispose();
            base.Dispose(disposing);
        }
    }
}
