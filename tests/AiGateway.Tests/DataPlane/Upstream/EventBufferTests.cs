using AiGateway.Ingress;
using AiGateway.Upstream;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class EventBufferTests
{
    private const int Largest = 64 * 1024;

    [Fact]
    public void What_comes_and_goes_in_any_order_is_what_is_left() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 9000]).Array[0, 60].Sample(steps =>
        {
            var budget = new MemoryBudget(long.MaxValue);
            using var buffer = new EventBuffer(budget, Largest);
            var expected = new Queue<byte>();
            var next = 0;
            foreach (var (isRead, count) in steps)
            {
                if (isRead)
                {
                    if (!buffer.TryMakeRoom())
                    {
                        Assert.True(expected.Count > Largest / 4);
                        continue;
                    }

                    Assert.NotEqual(0, buffer.Room.Length);
                    var read = Math.Min(count, buffer.Room.Length);
                    foreach (ref var place in buffer.Room.Span[..read])
                    {
                        place = (byte)(next++ * 7 / 3);
                        expected.Enqueue(place);
                    }

                    buffer.Advance(read);
                }
                else
                {
                    var consumed = Math.Min(count, expected.Count);
                    buffer.Consume(consumed);
                    for (var i = 0; i < consumed; i++)
                    {
                        expected.Dequeue();
                    }
                }

                buffer.ReleaseIfEmpty();
                Assert.Equal(expected.Count == 0, buffer.IsEmpty);
                Assert.True(buffer.Bytes.SequenceEqual(expected.ToArray()));
                Assert.InRange(budget.Held, 0, Largest);
            }

            buffer.Dispose();
            Assert.Equal(0, budget.Held);
        });

    [Fact]
    public void It_grows_up_to_its_largest_and_no_further()
    {
        using var buffer = new EventBuffer(new MemoryBudget(long.MaxValue), Largest);

        Assert.Equal(Largest, Fill(buffer));
        Assert.Equal(Largest, buffer.Bytes.Length);

        buffer.Consume(Largest);
        Assert.True(buffer.TryMakeRoom());
    }

    [Fact]
    public void A_small_event_needs_no_budget_and_a_large_one_does()
    {
        var budget = new MemoryBudget(0);
        using var buffer = new EventBuffer(budget, Largest);

        Assert.Equal(16 * 1024, Fill(buffer));
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void An_empty_one_gives_its_memory_back()
    {
        var budget = new MemoryBudget(long.MaxValue);
        using var buffer = new EventBuffer(budget, Largest);
        var filled = Fill(buffer);
        Assert.Equal(Largest - (16 * 1024), budget.Held);

        buffer.Consume(filled - 1);
        buffer.ReleaseIfEmpty();
        Assert.NotEqual(0, budget.Held);

        buffer.Consume(1);
        buffer.ReleaseIfEmpty();
        Assert.Equal(0, budget.Held);
        Assert.True(buffer.IsEmpty);
        Assert.True(buffer.TryMakeRoom());
    }

    private static int Fill(EventBuffer buffer)
    {
        var filled = 0;
        while (buffer.TryMakeRoom())
        {
            filled += buffer.Room.Length;
            buffer.Advance(buffer.Room.Length);
        }

        return filled;
    }
}
