using System.Buffers;
using AiGateway.Ingress;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class HeldBytesTests
{
    private static readonly Gen<int[]> s_pieces = Gen.Int[0, 20_000].Array[0, 20];

    [Fact]
    public void However_they_come_the_bytes_are_held_in_order() =>
        Gen.Select(s_pieces, Gen.Int[-1, 100_000], Gen.Bool).Sample((pieces, expected, isDirect) =>
        {
            var budget = new MemoryBudget(long.MaxValue);
            using var held = new HeldBytes(budget);
            var all = Bytes(pieces.Sum());
            var at = 0;
            foreach (var piece in pieces)
            {
                Append(held, all.AsSpan(at, piece), Math.Max(0, expected), isDirect);
                at += piece;
                Assert.Equal(at, held.Length);
                Assert.True(held.Sequence.ToArray().AsSpan().SequenceEqual(all.AsSpan(0, at)));
            }
        });

    [Fact]
    public void What_is_charged_covers_what_is_held_and_is_given_back_whole() =>
        Gen.Select(s_pieces, Gen.Int[0, 100_000]).Sample((pieces, expected) =>
        {
            var budget = new MemoryBudget(long.MaxValue);
            var held = new HeldBytes(budget);
            foreach (var piece in pieces)
            {
                Assert.True(held.TryWrite(Bytes(piece), expected));
            }

            Assert.InRange(budget.Held, held.Length, Math.Max(4096, (4 * held.Length) + (2 * expected)));
            held.Dispose();
            Assert.Equal(0, budget.Held);
            held.Dispose();
            Assert.Equal(0, budget.Held);
        });

    [Fact]
    public void A_body_of_known_length_takes_one_piece()
    {
        using var held = new HeldBytes(new MemoryBudget(long.MaxValue));

        held.TryWrite(Bytes(5), expected: 60_000);
        held.TryWrite(Bytes(59_995), expected: 60_000);

        Assert.True(held.Sequence.IsSingleSegment);
    }

    [Fact]
    public void A_long_body_is_held_in_pieces_that_the_pool_keeps()
    {
        using var held = new HeldBytes(new MemoryBudget(long.MaxValue));

        held.TryWrite(Bytes(5_000_000), expected: 5_000_000);

        foreach (var segment in held.Sequence)
        {
            Assert.InRange(segment.Length, 1, 1024 * 1024);
        }
    }

    [Fact]
    public void Where_the_budget_is_spent_nothing_more_is_taken()
    {
        var budget = new MemoryBudget(10_000);
        using (var held = new HeldBytes(budget))
        {
            Assert.False(held.TryWrite(Bytes(20_000)));
            Assert.InRange(budget.Held, held.Length, 10_000);

            using var other = new HeldBytes(budget);
            Assert.False(other.TryReserve(20_000));
        }

        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void An_empty_body_holds_nothing()
    {
        var budget = new MemoryBudget(0);
        using var held = new HeldBytes(budget);

        Assert.True(held.TryWrite([]));
        Assert.True(held.Sequence.IsEmpty);
    }

    [Fact]
    public void Once_given_back_it_takes_no_more()
    {
        var held = new HeldBytes(new MemoryBudget(long.MaxValue));
        held.TryWrite(Bytes(10));
        held.Dispose();

        Assert.Throws<ObjectDisposedException>(() => held.TryReserve());
        Assert.True(held.Sequence.IsEmpty);
    }

    private static void Append(HeldBytes held, ReadOnlySpan<byte> bytes, long expected, bool isDirect)
    {
        if (!isDirect)
        {
            Assert.True(held.TryWrite(bytes, expected));
            return;
        }

        while (!bytes.IsEmpty)
        {
            Assert.True(held.TryReserve(expected));
            var room = held.GetMemory().Span;
            Assert.NotEqual(0, room.Length);
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            held.Advance(count);
            bytes = bytes[count..];
        }
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)(i * 31 / 7);
        }

        return bytes;
    }
}
