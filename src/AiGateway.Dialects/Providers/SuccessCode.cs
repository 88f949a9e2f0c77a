using System.Buffers;
using System.Text.Json;

namespace AiGateway.Dialects.Providers;

/// <summary>A number in the body of an answer that tells success from failure, whatever the HTTP status says (MiniMax, iFlytek Spark).</summary>
/// <param name="Within">The top-level object that holds it, or null where it stands at the top itself.</param>
/// <param name="Member">Its name.</param>
/// <param name="Good">The numbers that mean success; a body without it is a success too.</param>
public sealed record SuccessCode(string? Within, string Member, params long[] Good)
{
    /// <summary>The body tells of a failure.</summary>
    /// <param name="body">A whole JSON answer, or the data of one event; what is no JSON tells nothing.</param>
    public bool IsFailure(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && IsFailure(ref reader, Within);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool IsFailure(ref Utf8JsonReader reader, string? within)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(within ?? Member);
            reader.Read();
            if (isIt && within is not null && reader.TokenType == JsonTokenType.StartObject)
            {
                return IsFailure(ref reader, within: null);
            }

            if (isIt && within is null && reader.TokenType == JsonTokenType.Number)
            {
                return !(reader.TryGetInt64(out var number) && Good.AsSpan().Contains(number));
            }

            reader.Skip();
        }

        return false;
    }
}
