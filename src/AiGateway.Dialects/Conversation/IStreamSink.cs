namespace AiGateway.Dialects.Conversation;

/// <summary>Takes what a stream says, piece by piece.</summary>
internal interface IStreamSink
{
    /// <summary>Takes one piece. Its spans live until this returns.</summary>
    void Take(scoped in StreamEvent part);
}
