using AiGateway.Dialects;

namespace AiGateway.Upstream;

/// <summary>What is called on a surface.</summary>
/// <param name="Operation">One of its dialect's operations.</param>
/// <param name="Path">Its path behind the version: the operation's <see cref="Operation.Tail"/>, or as the caller sent it.</param>
/// <param name="Query">The query with its question mark, or empty.</param>
/// <param name="Model">What the target calls the model; empty where there is none.</param>
/// <param name="Streams">The answer is to be a stream.</param>
/// <param name="Continues">The request has an answer continued from its beginning.</param>
internal readonly record struct SurfaceCall(Operation Operation, string Path, string Query, string Model, bool Streams, bool Continues);

/// <summary>How a provider is asked for an operation.</summary>
/// <param name="Surface">On which of its surfaces.</param>
/// <param name="Operation">As which operation: the caller's own, or one of the surface's dialect that is for the same.</param>
/// <param name="Translates">The surface speaks another dialect than the caller.</param>
internal readonly record struct Approach(ProviderSurface Surface, Operation Operation, bool Translates);
