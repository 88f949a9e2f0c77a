using System.Buffers;
using System.Text.Json;

namespace AiGateway.Upstream;

/// <summary>Tells a JSON document that is whole from one that was cut off.</summary>
internal static class JsonDocumentEnd
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 512 };

    /// <summary>Everything that was opened is closed, and nothing follows. Reads all of it, so it is for where nothing else tells.</summary>
    public static bool IsReached(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body, s_options);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
