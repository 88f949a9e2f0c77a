using System.Text.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>What all taps share in reading the data of an event.</summary>
internal static class EventData
{
    /// <summary>How the JSON of events is read: as deep as requests may be.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 512 };

    /// <summary>The data of the event that ends a stream.</summary>
    public static ReadOnlySpan<byte> Done => "[DONE]"u8;

    /// <summary>Cuts off white space, which means nothing around JSON.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> data) => data.Trim(" \t\r\n"u8);
}
