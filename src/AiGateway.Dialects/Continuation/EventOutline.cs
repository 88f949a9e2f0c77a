using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.Continuation;

/// <summary>What later events of a stream refer to of those before them: their types, ids and indices, in order, without their contents.</summary>
internal sealed class EventOutline
{
    private readonly StringBuilder _outline = new();
    private string _last = "";
    private long? _number;

    /// <summary>Takes note of an event. Several in a row that differ in nothing but their contents count once.</summary>
    public void Note(ReadOnlySpan<byte> serverSentEvent)
    {
        var data = EventData.Trim(ServerSentEvent.Parse(serverSentEvent).Data);
        if (data.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(data, EventData.ReaderOptions);
        using var document = JsonDocument.ParseValue(ref reader);
        var view = new JsonView(document.RootElement, default);
        if (view["type"u8].Is("ping"u8))
        {
            return;
        }

        _number = view["sequence_number"u8].Integer ?? _number;
        var line = Line(view);
        if (line != _last)
        {
            _outline.Append(line).Append('\n');
            _last = line;
        }
    }

    /// <summary>Another stream could go on where this one ends.</summary>
    public bool IsSameAs(EventOutline other) => _number == other._number && _outline.Equals(other._outline);

    private static string Line(JsonView data) => string.Create(CultureInfo.InvariantCulture,
        $"{Word(data["type"u8])} {data["index"u8].Integer} {data["output_index"u8].Integer} {data["content_index"u8].Integer} {Word(data["item_id"u8])} {Word(data["item"u8]["id"u8])} {Word(data["response"u8]["id"u8])} {Word(data["message"u8]["id"u8])} {Word(data["responseId"u8])}");

    private static string Word(JsonView value) => Encoding.UTF8.GetString(value.Quoted);
}
