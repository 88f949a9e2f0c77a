using System.Runtime.CompilerServices;
using AiGateway.Dialects.Json;

namespace AiGateway.Upstream;

/// <summary>The few changes that a held body needs for one target, in the order in which they stand in it. They do not overlap.</summary>
internal struct BodyEdits
{
    /// <summary>More than any request needs: model, usage, and what continues an answer.</summary>
    public const int Most = 8;

    private Items _items;

    /// <summary>How many there are.</summary>
    public int Count { readonly get; private set; }

    /// <summary>How much longer they make the body; less than zero where they make it shorter.</summary>
    public readonly long Growth
    {
        get
        {
            var growth = 0L;
            for (var i = 0; i < Count; i++)
            {
                growth += _items[i].Replacement.Length - _items[i].Length;
            }

            return growth;
        }
    }

    /// <summary>One of them.</summary>
    public readonly BodyEdit this[int index] => _items[index];

    /// <summary>Adds one where it belongs: behind those that begin at the same place, but insertions ahead of what replaces something there.</summary>
    public void Add(BodyEdit edit)
    {
        var place = Count++;
        for (; place > 0 && IsAhead(edit, _items[place - 1]); place--)
        {
            _items[place] = _items[place - 1];
        }

        _items[place] = edit;
    }

    /// <summary>Adds one, if there is one.</summary>
    public void Add(BodyEdit? edit)
    {
        if (edit is { } one)
        {
            Add(one);
        }
    }

    private static bool IsAhead(in BodyEdit edit, in BodyEdit other) =>
        edit.Start < other.Start || (edit.Start == other.Start && edit.Length == 0 && other.Length > 0);

    [InlineArray(Most)]
    private struct Items
    {
        private BodyEdit _first;
    }
}
