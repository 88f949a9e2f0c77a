using System.Text;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Json;

/// <summary>The members of an object that a codec understands; the others are kept as they are.</summary>
internal sealed class KnownMembers(DialectFamily family, params string[] names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Members that are not known and without which the model would be asked something else.</summary>
    public string[] Indispensable { get; init; } = [];

    /// <summary>The members of an object that are not known; empty where all are, or it is no object.</summary>
    public IReadOnlyList<ExtraMember> Extras(JsonView from)
    {
        List<ExtraMember>? extras = null;
        var members = from.Members;
        while (members.MoveNext())
        {
            if (!Knows(members.Name) && members.Current.IsGiven)
            {
                var name = JsonString.Wrap(members.Name).ToString();
                (extras ??= []).Add(new ExtraMember(family, name, members.Current.Raw) { IsIndispensable = Array.IndexOf(Indispensable, name) >= 0 });
            }
        }

        return extras is null ? [] : extras;
    }

    /// <summary>The members that are not known of an object within the one that is read.</summary>
    /// <param name="from">The inner object.</param>
    /// <param name="within">The name under which it stands.</param>
    public IReadOnlyList<ExtraMember> Extras(JsonView from, string within)
    {
        var extras = Extras(from);
        if (extras.Count == 0)
        {
            return extras;
        }

        var named = new List<ExtraMember>(extras.Count);
        foreach (var extra in extras)
        {
            named.Add(extra with { Name = $"{within}.{extra.Name}", IsNested = true });
        }

        return named;
    }

    private bool Knows(ReadOnlySpan<byte> name)
    {
        foreach (var known in _names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
