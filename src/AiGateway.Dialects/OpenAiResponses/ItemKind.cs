namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>The kinds of items that the hub has a word for.</summary>
internal enum ItemKind
{
    /// <summary>None of these.</summary>
    Other,

    /// <summary>Words.</summary>
    Message,

    /// <summary>Reasoning.</summary>
    Reasoning,

    /// <summary>A call of a function.</summary>
    Call,

    /// <summary>A call whose argument is text.</summary>
    FreeformCall,

    /// <summary>An image that is made.</summary>
    Image,
}
