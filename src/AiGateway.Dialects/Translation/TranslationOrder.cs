using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects.Translation;

/// <summary>What is to be translated, for whom and to whom.</summary>
public sealed record TranslationOrder
{
    /// <summary>What the caller asked for.</summary>
    public required Operation Caller { get; init; }

    /// <summary>As what the target is asked, for the same task.</summary>
    public required Operation Target { get; init; }

    /// <summary>The target's kind of provider.</summary>
    public required ProviderPreset Preset { get; init; }

    /// <summary>The surface on which it is asked.</summary>
    public required Surface Surface { get; init; }

    /// <summary>The caller's body, in one piece; it is pointed into as long as the translation lives.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the caller called the model; empty where he named none.</summary>
    public required string AskedModel { get; init; }

    /// <summary>What the target calls the model.</summary>
    public required string TargetModel { get; init; }

    /// <summary>The path names the model, and the body must not. Default false.</summary>
    public bool OmitsModel { get; init; }

    /// <summary>The caller wants a stream of events.</summary>
    public bool Streams { get; init; }

    /// <summary>The target is asked for a stream of events: as the caller wants it, or because it gives nothing else.</summary>
    public bool TargetStreams { get; init; }

    /// <summary>The caller asked for the usage chunk at the end of a stream; dialects that always tell usage do not look.</summary>
    public bool WantsUsage { get; init; }

    /// <summary>The target may be asked for the usage of a stream. Default true.</summary>
    public bool MayAskForUsage { get; init; } = true;

    /// <summary>How the target is told that a last turn of the assistant is the beginning of the answer.</summary>
    public AssistantPrefill Prefill { get; init; }

    /// <summary>The id of the caller's request.</summary>
    public required string RequestId { get; init; }

    /// <summary>Now, in seconds since 1970.</summary>
    public required long Now { get; init; }

    /// <summary>Where reasoning is kept that the caller's dialect cannot carry; null, the default: nowhere.</summary>
    public IReasoningMemory? Memory { get; init; }

    /// <summary>What signatures are bound to: the provider, by the operator's name, and the model. Default empty.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Distinguishes what has to be made up for this answer (ids of calls) from what is made up for any other. Default random.</summary>
    public ulong Nonce { get; init; } = (ulong)Random.Shared.NextInt64();

    /// <summary>Keeps the answer, so that later requests can refer to it, unless the caller wants none kept; null, the default: nobody does.</summary>
    public IAnswerKeeper? Keeper { get; init; }
}
