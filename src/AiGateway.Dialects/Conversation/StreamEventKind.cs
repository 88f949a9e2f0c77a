namespace AiGateway.Dialects.Conversation;

/// <summary>What a stream can say. The whole set.</summary>
internal enum StreamEventKind
{
    /// <summary>The answer begins: its id and model, and what was used of the prompt where that is known. Comes first, once.</summary>
    Begin,

    /// <summary>More of the text.</summary>
    Text,

    /// <summary>More of the words with which the model declines.</summary>
    Refusal,

    /// <summary>More of the reasoning.</summary>
    Reasoning,

    /// <summary>The signature of the reasoning so far, or, with a slot, of that call. May come in several pieces.</summary>
    Signature,

    /// <summary>Reasoning that only its provider can read; whole.</summary>
    SealedReasoning,

    /// <summary>A tool is called: slot, id, name. Comes once for each slot, ahead of its arguments.</summary>
    ToolCall,

    /// <summary>More of the arguments of a slot's call.</summary>
    Arguments,

    /// <summary>An image that the model makes, whole: its bytes in base64, and its media type as the name.</summary>
    Image,

    /// <summary>Where the text so far comes from; whole.</summary>
    Citation,

    /// <summary>Probabilities of the tokens that are told next: OpenAI's <c>logprobs</c> object.</summary>
    Logprobs,

    /// <summary>The part that is open, or the slot's call, is complete. Not every dialect says so.</summary>
    PartEnd,

    /// <summary>Why a choice ends. Once for each choice.</summary>
    Stop,

    /// <summary>What was used until now, in all. The last one counts.</summary>
    Usage,

    /// <summary>The answer is complete. Comes last, once.</summary>
    End,
}
