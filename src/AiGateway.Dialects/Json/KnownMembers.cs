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
