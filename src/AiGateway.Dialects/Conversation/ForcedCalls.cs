namespace AiGateway.Dialects.Conversation;

/// <summary>How far a target can be told that a tool must be called.</summary>
internal enum ForcedCalls
{
    /// <summary>Any tool, or the one that is named.</summary>
    AnyOrNamed,

    /// <summary>Only the one that is named: a request with one tool alone can be put so.</summary>
    NamedOnly,

    /// <summary>Not at all: the model decides.</summary>
    Never,
}
