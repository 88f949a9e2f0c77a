using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Reads a request out of a JSON object. What is wrong is added to the faults; the result then does not matter.</summary>
internal delegate T RequestReading<out T>(JsonView body, ReadFaults faults);

/// <summary>Bodies that are to be one JSON object.</summary>
internal static class RequestBody
{
    /// <summary>Reads a request. Never throws.</summary>
    /// <param name="body">The whole body; the request may point into it.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="request">The request.</param>
    /// <param name="fault">Why there is none.</param>
    public static bool TryRead<T>(ReadOnlyMemory<byte> body, RequestReading<T> read, [NotNullWhen(true)] out T? request, out TranslationFault fault)
        where T : class
    {
        request = null;
        fault = new TranslationFault(null, "must be one JSON object in UTF-8");
        if (!Utf8.IsValid(body.Span))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(body, JsonView.Options);
            var view = new JsonView(document.RootElement, body);
            if (!view.IsObject)
            {
                return false;
            }

            var faults = new ReadFaults();
            request = read(view, faults);
            fault = faults.First ?? default;
            return faults.First is null;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return false;
        }
    }
}
