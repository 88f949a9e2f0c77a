namespace AiGateway.Dialects.Json;

/// <summary>The members of a request by which the gateway decides something.</summary>
internal enum EnvelopeMember
{
    None,
    Model,
    Stream,
    StreamOptions,
    PreviousResponseId,
    Conversation,
}
