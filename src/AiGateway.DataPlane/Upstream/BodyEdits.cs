using AiGateway.Dialects.Json;

namespace AiGateway.Upstream;

/// <summary>The few changes that a held body needs for one target, in the order in which they stand in it. They do not overlap. Most bodies need none.</summary>
internal struct BodyEdits
{
    // Model and usage; what continues an answer needs more.
    private const int Usual = 2;

    private BodyEdit[]? _items;

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
                growth += this[i].Replacement.Length - this[i].Length;
            }

            return growth;
        }
    }

    /// <summary>One of them.</summary>
    public readonly BodyEdit this[int index] => _items![index];

    /// <summary>Adds one where it belongs: behind those that begin at the same place, but insertions ahead of what replaces something there.</summary>
    public void Add(BodyEdit edit)
    {
        _items ??= new BodyEdit[Usual];
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

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
}
