using System.Text.Json;
using AiGateway.Dialects.Framing;

namespace AiGateway.Dialects.OpenAi;

/// <summary>What an event of a typed stream (Responses, images, audio) is: its <c>type</c> member or, where it has none, its event name.</summary>
internal readonly ref struct EventType
{
    private EventType(ReadOnlySpan<byte> name, bool isError)
    {
        Name = name;
        IsError = isError;
    }

    /// <summary>The type; empty where it has none.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The event tells of an error.</summary>
    public bool IsError { get; }

    /// <summary>Reads the type of an event whose data is a JSON object. Throws <see cref="JsonException"/> where it is none.</summary>
    /// <remarks>The type comes first in practice, so that a long event is seldom read to its end.</remarks>
    public static EventType Read(in ServerSentEvent source, ReadOnlySpan<byte> data)
    {
        var sign = default(ErrorSign);
        var reader = new Utf8JsonReader(data, EventData.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    return Of(reader.ValueSpan, source.Name);
                }
            }

            if (reader.TokenType != JsonTokenType.PropertyName || !sign.TryTake(ref reader))
            {
                reader.Skip();
            }
        }

        return sign.IsError || sign.IsBare ? new EventType(source.Name, isError: true) : Of(source.Name, source.Name);
    }

    private static EventType Of(ReadOnlySpan<byte> type, ReadOnlySpan<byte> eventName) =>
        new(type, type.SequenceEqual("error"u8) || eventName.SequenceEqual("error"u8));
}
