using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>What a response says of itself besides its output, in whole answers and in the events that carry it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Model">Who answers.</param>
/// <param name="Created">When, in seconds since 1970.</param>
/// <param name="Request">What was asked; null where that is not known.</param>
internal sealed record ResponseHead(JsonString Id, JsonString Model, long Created, ConversationRequest? Request)
{
    /// <summary>Writes all members but <c>output</c>; the object is the caller's.</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="status">The status.</param>
    /// <param name="incomplete">What makes it incomplete; empty for nothing.</param>
    /// <param name="error">What it failed of; null for nothing.</param>
    /// <param name="tier">The tier of service; not there where it is not known.</param>
    /// <param name="usage">What was used; null while it is not known.</param>
    public void Write(
        Utf8JsonWriter writer, ReadOnlySpan<byte> status, ReadOnlySpan<byte> incomplete, ErrorDetail? error, JsonString tier, TokenUsage? usage)
    {
        writer.WriteText("id"u8, Id);
        writer.WriteString("object"u8, "response"u8);
        writer.WriteNumber("created_at"u8, Created);
        writer.WriteString("status"u8, status);
        writer.WriteBoolean("background"u8, false);
        WriteError(writer, error);
        WriteIncomplete(writer, incomplete);
        writer.WriteText("model"u8, Model);
        ResponsesSettings.Repeat(writer, Request);
        writer.WriteText("service_tier"u8, tier);
        ResponsesUsage.Write(writer, usage);
    }

    /// <summary>Reads what the first event of a stream says of its response; null where it does not say who it is.</summary>
    /// <param name="data">The event's data. Never throws.</param>
    public static ResponseHead? ReadFrom(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isResponse = reader.ValueTextEquals("response"u8);
                reader.Read();
                if (isResponse && reader.TokenType == JsonTokenType.StartObject)
                {
                    return ReadFrom(ref reader);
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Then nothing is known.
        }

        return null;
    }

    private static ResponseHead? ReadFrom(ref Utf8JsonReader reader)
    {
        var (id, model, created) = ((string?)null, (string?)null, 0L);
        while ((id is null || model is null || created == 0) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isId, isModel, isCreated) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("model"u8), reader.ValueTextEquals("created_at"u8));
            reader.Read();
            id = isId && reader.TokenType == JsonTokenType.String ? reader.GetString() : id;
            model = isModel && reader.TokenType == JsonTokenType.String ? reader.GetString() : model;
            created = isCreated && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds) ? (long)seconds : created;
            reader.Skip();
        }

        return id is null ? null : new ResponseHead(JsonString.Of(id), JsonString.Of(model ?? ""), created, Request: null);
    }

    private static void WriteError(Utf8JsonWriter writer, ErrorDetail? error)
    {
        if (error is not { } detail)
        {
            writer.WriteNull("error"u8);
            return;
        }

        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, detail.Code);
        writer.WriteString("message"u8, detail.Message);
        writer.WriteEndObject();
    }

    private static void WriteIncomplete(Utf8JsonWriter writer, ReadOnlySpan<byte> reason)
    {
        if (reason.IsEmpty)
        {
            writer.WriteNull("incomplete_details"u8);
            return;
        }

        writer.WriteStartObject("incomplete_details"u8);
        writer.WriteString("reason"u8, reason);
        writer.WriteEndObject();
    }
}
