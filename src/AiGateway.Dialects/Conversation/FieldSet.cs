using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AiGateway.Dialects.Conversation;

/// <summary>Some of the fields of a request. A value: joining two sets allocates nothing.</summary>
[CollectionBuilder(typeof(FieldSet), nameof(Of))]
internal readonly record struct FieldSet : IEnumerable<ConversationField>
{
    private readonly ulong _bits;

    private FieldSet(ulong bits) => _bits = bits;

    /// <summary>How many there are.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>The set of these fields.</summary>
    public static FieldSet Of(ReadOnlySpan<ConversationField> fields)
    {
        var bits = 0UL;
        foreach (var field in fields)
        {
            bits |= BitOf(field);
        }

        return new FieldSet(bits);
    }

    /// <summary>Whether a field is among them.</summary>
    public bool Contains(ConversationField field) => (_bits & BitOf(field)) != 0;

    /// <summary>These and those.</summary>
    public FieldSet With(FieldSet others) => new(_bits | others._bits);

    /// <summary>These but for those.</summary>
    public FieldSet Without(FieldSet others) => new(_bits & ~others._bits);

    /// <summary>The fields, in their order.</summary>
    public IEnumerator<ConversationField> GetEnumerator()
    {
        for (var bits = _bits; bits != 0; bits &= bits - 1)
        {
            yield return (ConversationField)BitOperations.TrailingZeroCount(bits);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ulong BitOf(ConversationField field) => 1UL << (int)field;
}
