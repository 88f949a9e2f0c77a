using System.Text;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Json;

/// <summary>The members of an object that a codec understands; the others are kept as they are.</summary>
internal sealed class KnownMembers(DialectFamily family, params string[] names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The members of an object that are not known; empty where all are, or it is no object.</summary>
    public IReadOnlyList<ExtraMember> Extras(JsonView from)
    {
        List<ExtraMember>? extras = null;
        var members = from.Members;
        while (members.MoveNext())
        {
            if (!Knows(members.Name) && members.Current.IsGiven)
            {
                (extras ??= []).Add(new ExtraMember(family, JsonString.Wrap(members.Name).ToString(), members.Current.Raw));
            }
        }

        return extras is null ? [] : extras;
    }

    /// <summary>The members that are not known of an object within the one that is read.</summary>
    /// <param name="from">The inner object.</param>
    /// <param name="within">The name under which it stands.</param>
    public IEnumerable<ExtraMember> Extras(JsonView from, string within) =>
        Extras(from).Select(extra => extra with { Name = $"{within}.{extra.Name}", IsNested = true });

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
