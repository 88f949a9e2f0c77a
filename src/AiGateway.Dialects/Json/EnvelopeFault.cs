namespace AiGateway.Dialects.Json;

/// <summary>Why a request body cannot be accepted.</summary>
/// <param name="Message">One or two sentences for the caller: what is wrong, and at which byte.</param>
/// <param name="Param">The member or form field at fault; null where it is the body as a whole.</param>
/// <param name="Offset">The byte at fault, counted from 0.</param>
public readonly record struct EnvelopeFault(string Message, string? Param, long Offset);
