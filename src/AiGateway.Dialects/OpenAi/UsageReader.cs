using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>Finds the <c>usage</c> of an answer without parsing the rest, which may be many MiB of vectors or images.</summary>
internal static class UsageReader
{
    // Real ones have some 500 bytes.
    private const int LongestUsage = 16 * 1024;

    // No request has more; an upstream that says so is not to be booked.
    private const long Most = 1_000_000_000;

    private static readonly byte[] s_usageName = [.. "usage"u8];
    private static readonly byte[] s_responseName = [.. "response"u8];

    /// <summary>Reads the usage of an answer; null where it tells none or is not one JSON object.</summary>
    public static TokenUsage? Read(in ReadOnlySequence<byte> answer)
    {
        if (!TryFind(answer, s_usageName, out var found))
        {
            return null;
        }

        Span<byte> copy = stackalloc byte[(int)found.Length];
        found.CopyTo(copy);
        return Parse(copy);
    }

    /// <summary>Finds a member of an answer that is an object.</summary>
    /// <param name="answer">The whole answer; it need not be JSON.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="found">Its value, at most 16 KiB of it.</param>
    /// <returns>False where there is none of that name and a sensible length, or the answer is not one JSON object.</returns>
    public static bool TryFind(in ReadOnlySequence<byte> answer, byte[] name, out ReadOnlySequence<byte> found)
    {
        found = default;
        var scanner = new TopLevelScanner<ObjectMember>(new ObjectMember(name));
        foreach (var part in answer)
        {
            if (!scanner.Feed(part.Span))
            {
                return false;
            }
        }

        if (!scanner.Finish() || scanner.Sink.Length is 0 or > LongestUsage)
        {
            return false;
        }

        found = answer.Slice(scanner.Sink.Start, scanner.Sink.Length);
        return true;
    }

    /// <summary>Reads a count; null where it is null, missing, negative, beyond reason or no number.</summary>
    /// <param name="reader">Stands on the member's name; then at the end of its value.</param>
    public static long? ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return null;
        }

        return reader.TryGetDouble(out var number) && number is >= 0 and <= Most ? (long)number : null;
    }

    /// <summary>Reads the usage of an event that tells it itself.</summary>
    /// <returns>False where the event is not one whole JSON object.</returns>
    public static bool TryReadEvent(ReadOnlySpan<byte> data, out TokenUsage? usage)
    {
        usage = null;
        if (!ObjectMember.TryFind(data, s_usageName, out var found))
        {
            return false;
        }

        usage = Parse(found);
        return true;
    }

    /// <summary>Reads the usage of an event that tells it in the <c>response</c> that it carries.</summary>
    /// <returns>False where the event is not one whole JSON object.</returns>
    public static bool TryReadResponseEvent(ReadOnlySpan<byte> data, out TokenUsage? usage)
    {
        usage = null;
        return ObjectMember.TryFind(data, s_responseName, out var response) && (response.IsEmpty || TryReadEvent(response, out usage));
    }

    private static TokenUsage? Parse(ReadOnlySpan<byte> usage)
    {
        if (usage.IsEmpty || usage.Length > LongestUsage)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(usage, EventData.ReaderOptions);
            reader.Read();
            return UsageCounts.Read(ref reader);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // The scan does not look into values; a broken one tells nothing.
            return null;
        }
    }
}
