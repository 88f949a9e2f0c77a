using AiGateway.Configuration;
using AiGateway.Ingress;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void It_gives_what_there_is_and_no_more()
    {
        var budget = new MemoryBudget(100);

        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(41));
        Assert.Equal(60, budget.Held);
        Assert.True(budget.TryTake(40));
        budget.Return(100);
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void Many_threads_never_hold_more_than_the_limit_and_leave_nothing_behind()
    {
        var budget = new MemoryBudget(1000);
        var held = 0L;
        var most = 0L;

        Parallel.For(0, 100_000, _ =>
        {
            if (!budget.TryTake(300))
            {
                return;
            }

            var now = Interlocked.Add(ref held, 300);
            InterlockedMax(ref most, now);
            Interlocked.Add(ref held, -300);
            budget.Return(300);
        });

        Assert.InRange(most, 300, 900);
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void That_of_the_process_is_a_part_of_its_memory() => Assert.True(MemoryBudget.OfProcess(BufferLimit.Default).TryTake(1));

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
