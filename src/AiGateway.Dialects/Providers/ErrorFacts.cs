using System.Buffers;

namespace AiGateway.Dialects.Providers;

/// <summary>What a provider's error body says, whatever its shape. Untrusted text of the provider's.</summary>
/// <param name="Code">The code, a number by its digits; at most 128 characters, or null.</param>
/// <param name="Type">The type, or what stands in its place; at most 128 characters, or null.</param>
/// <param name="Message">The words, cut to 2,000 characters, or null.</param>
/// <param name="RetryAfter">The wait that the body asks for, as it is written: seconds, or a duration with units; null where it asks for none.</param>
public readonly record struct ErrorFacts(string? Code, string? Type, string? Message, string? RetryAfter)
{
    /// <summary>
    /// Reads a body: <c>{"error":{…}}</c>, <c>{"error":"…"}</c>, <c>{"code","message"}</c>, <c>{"detail":…}</c>, <c>{"errors":[…]}</c>,
    /// <c>{"base_resp":{…}}</c>, <c>{"response":{"error":{…}}}</c>, an array round any of them. What is none of these, or broken, says as much as could be read. Never throws.
    /// </summary>
    /// <param name="body">The body; the caller bounds its length.</param>
    public static ErrorFacts Read(in ReadOnlySequence<byte> body) => ErrorFactsReader.Read(body);
}
