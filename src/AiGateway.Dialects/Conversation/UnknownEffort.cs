using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>An effort in a word of some provider's own, such as <c>default</c>: it is named among what is dropped, for nobody else knows what it asks for.</summary>
internal static class UnknownEffort
{
    /// <summary>The member, where it says such a word; else nothing.</summary>
    /// <param name="effort">What is said.</param>
    /// <param name="family">Who says so.</param>
    /// <param name="name">The name of the member, with the names of those that it stands in.</param>
    public static IReadOnlyList<ExtraMember> Of(JsonView effort, DialectFamily family, string name)
    {
        var isKnown = !effort.IsGiven || effort.Is(""u8) || ReasoningOptions.Parse(effort.Text.ToString().ToLowerInvariant()) is not null;
        return isKnown ? [] : [new ExtraMember(family, name, effort.Raw) { IsNested = true }];
    }
}
