using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>Finds the <c>usage</c> of an answer without parsing the rest, which may be many MiB of vectors or images.</summary>
internal static class UsageReader
{
    // Real ones have some 500 bytes.
    private const int LongestUsage = 16 * 1024;

    private static readonly byte[] s_usageName = [.. "usage"u8];
    private static readonly byte[] s_responseName = [.. "response"u8];

    /// <summary>Reads the usage of an answer; null where it tells none or is not one JSON object.</summary>
    public static TokenUsage? Read(in ReadOnlySequence<byte> answer)
    {
        var scanner = new TopLevelScanner<ObjectMember>(new ObjectMember(s_usageName));
        foreach (var part in answer)
        {
            if (!scanner.Feed(part.Span))
            {
                return null;
            }
        }

        return scanner.Finish() ? Parse(answer.Slice(scanner.Sink.Start, scanner.Sink.Length)) : null;
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

    private static TokenUsage? Parse(in ReadOnlySequence<byte> usage)
    {
        if (usage.Length > LongestUsage)
        {
            return null;
        }

        Span<byte> copy = stackalloc byte[(int)usage.Length];
        usage.CopyTo(copy);
        return Parse(copy);
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
