namespace AiGateway.Dialects.Conversation;

/// <summary>Takes note of what is wrong with a body while it is read. The first fault counts: what follows may come of it.</summary>
internal sealed class ReadFaults
{
    /// <summary>The first fault; null while there is none.</summary>
    public TranslationFault? First { get; private set; }

    /// <summary>Takes note of a fault.</summary>
    public void Add(string where, string message) => First ??= new TranslationFault(where, message);
}
