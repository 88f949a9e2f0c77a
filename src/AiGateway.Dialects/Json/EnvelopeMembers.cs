using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace AiGateway.Dialects.Json;

/// <summary>Collects the members that matter, each time they occur, and says whether they contradict one another.</summary>
internal struct EnvelopeMembers : IMemberSink
{
    // Five are honest; whoever repeats them more often than this has nothing good in mind.
    private const int Capacity = 16;

    private Occurrences _found;
    private int _count;

    /// <inheritdoc/>
    public void OnMember(in JsonMember member)
    {
        var which = Identify(member.Name, out var exact);
        if (which == EnvelopeMember.None || _count > Capacity)
        {
            return;
        }

        if (_count < Capacity)
        {
            _found[_count] = new MemberValue(which, exact, member.NameOffset, member.Kind, member.Start, member.Length);
        }

        _count++;
    }

    /// <summary>The first occurrence of a member; null where there is none.</summary>
    public readonly MemberValue? First(EnvelopeMember member)
    {
        for (var at = 0; at < _count; at++)
        {
            if (_found[at].Member == member && _found[at].IsExact)
            {
                return _found[at];
            }
        }

        return null;
    }

    /// <summary>How often a member occurs, in any letter case.</summary>
    public readonly int Count(EnvelopeMember member)
    {
        var count = 0;
        for (var at = 0; at < _count; at++)
        {
            count += _found[at].Member == member ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether every member that occurs more than once says the same each time.</summary>
    public readonly bool AreConsistent(in ReadOnlySequence<byte> body, out EnvelopeFault fault)
    {
        fault = default;
        for (var at = 0; at < Math.Min(_count, Capacity); at++)
        {
            var later = _found[at];
            if (First(later.Member) is not { } first)
            {
                var name = NameOf(later.Member);
                fault = new EnvelopeFault($"\"{name}\" must be spelt in lower case (at byte {later.NameOffset}).", name, later.NameOffset);
                return false;
            }

            if (later != first && (later.Member == EnvelopeMember.StreamOptions || !AreSame(body, first, later)))
            {
                fault = Contradiction(first, later);
                return false;
            }
        }

        if (_count > Capacity)
        {
            fault = new EnvelopeFault("Members are repeated too often.", null, _found[Capacity - 1].NameOffset);
            return false;
        }

        return true;
    }

    private static EnvelopeMember Identify(ReadOnlySpan<byte> name, out bool exact)
    {
        exact = true;
        switch (name.Length)
        {
            case 5 when Ascii.EqualsIgnoreCase(name, "model"u8):
                exact = name.SequenceEqual("model"u8);
                return EnvelopeMember.Model;
            case 6 when name.SequenceEqual("stream"u8):
                return EnvelopeMember.Stream;
            case 12 when name.SequenceEqual("conversation"u8):
                return EnvelopeMember.Conversation;
            case 14 when name.SequenceEqual("stream_options"u8):
                return EnvelopeMember.StreamOptions;
            case 20 when name.SequenceEqual("previous_response_id"u8):
                return EnvelopeMember.PreviousResponseId;
            default:
                return EnvelopeMember.None;
        }
    }

    private static bool AreSame(in ReadOnlySequence<byte> body, in MemberValue one, in MemberValue other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        var reader = new SequenceReader<byte>(body.Slice(one.Start, one.Length));
        foreach (var part in body.Slice(other.Start, other.Length))
        {
            if (!reader.IsNext(part.Span, advancePast: true))
            {
                return false;
            }
        }

        return true;
    }

    private static EnvelopeFault Contradiction(in MemberValue first, in MemberValue later)
    {
        var name = NameOf(first.Member);
        var problem = first.Member == EnvelopeMember.StreamOptions ? "is given twice" : "is given twice with different values";
        return new EnvelopeFault($"\"{name}\" {problem} (at bytes {first.NameOffset} and {later.NameOffset}).", name, later.NameOffset);
    }

    private static string NameOf(EnvelopeMember member) => member switch
    {
        EnvelopeMember.Model => "model",
        EnvelopeMember.Stream => "stream",
        EnvelopeMember.StreamOptions => "stream_options",
        EnvelopeMember.PreviousResponseId => "previous_response_id",
        _ => "conversation",
    };

    [InlineArray(Capacity)]
    private struct Occurrences
    {
        private MemberValue _first;
    }
}
