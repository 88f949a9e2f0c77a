using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AiGateway.Dialects.Providers;

/// <summary>Collects what an error body says; what stands further inside, where providers are more precise, wins.</summary>
internal ref struct ErrorFactsReader
{
    private const int LongestWord = 128;
    private const int LongestMessage = 2_000;

    // An error within a detail within an array; what is nested deeper is not about the error as a whole.
    private const int Deepest = 4;

    private string? _code;
    private string? _type;
    private string? _message;
    private string? _retryAfter;

    public static ErrorFacts Read(in ReadOnlySequence<byte> body)
    {
        var facts = default(ErrorFactsReader);
        var reader = new Utf8JsonReader(body);
        try
        {
            if (reader.Read())
            {
                facts.ReadValue(ref reader, depth: 0);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Cut off, or no JSON; the latter exception is how the reader tells of text that is no text, such as half a surrogate pair.
        }

        return new ErrorFacts(facts._code, facts._type, facts._message, facts._retryAfter);
    }

    // Ends on the value's last token, like Skip.
    private void ReadValue(ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            _message = MessageOf(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.StartArray && depth < Deepest)
        {
            ReadFirst(ref reader, depth + 1);
        }
        else if (reader.TokenType == JsonTokenType.StartObject && depth < Deepest)
        {
            ReadObject(ref reader, depth + 1);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadFirst(ref Utf8JsonReader reader, int depth)
    {
        var isFirst = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (isFirst)
            {
                ReadValue(ref reader, depth);
                isFirst = false;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, int depth)
    {
        // What is said inside must win wherever in the object it stands, so the object's own words wait for its end.
        var own = default(ErrorFactsReader);
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref reader, ref own, depth);
            }
        }
        finally
        {
            _code ??= own._code;
            _type ??= own._type;
            _message ??= own._message;
            _retryAfter ??= own._retryAfter;
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, ref ErrorFactsReader own, int depth)
    {
        switch (MemberOf(ref reader))
        {
            case Member.Code:
                own._code ??= WordOf(ref reader);
                break;
            case Member.Type:
                own._type ??= WordOf(ref reader);
                break;
            case Member.Message:
                own._message ??= MessageOf(ref reader);
                break;
            case Member.RetryAfter:
                own._retryAfter ??= WordOf(ref reader);
                break;
            case Member.Nested:
                ReadValue(ref reader, depth);
                break;
            case Member.Details:
                ReadDetails(ref reader);
                break;
            case Member.Unknown:
            default:
                reader.Skip();
                break;
        }
    }

    // google.rpc.Status: one of the details may be a RetryInfo.
    private void ReadDetails(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var end = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == end))
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == end + 2)
            {
                var isDelay = reader.ValueTextEquals("retryDelay"u8);
                reader.Read();
                _retryAfter = isDelay ? WordOf(ref reader) ?? _retryAfter : _retryAfter;
                reader.Skip();
            }
        }
    }

    // Leaves the reader on the member's value.
    private static Member MemberOf(ref Utf8JsonReader reader)
    {
        var member =
            Is(ref reader, "code"u8, "error_code"u8, "status_code"u8, "Code"u8) ? Member.Code
            : Is(ref reader, "type"u8, "error_type"u8, "status"u8) ? Member.Type
            : Is(ref reader, "message"u8, "msg"u8, "error_msg"u8, "status_msg"u8) || reader.ValueTextEquals("Message"u8) ? Member.Message
            : Is(ref reader, "retry_after"u8, "retryAfter"u8, "retry_after_seconds"u8) ? Member.RetryAfter
            : Is(ref reader, "error"u8, "errors"u8, "detail"u8, "base_resp"u8) || Is(ref reader, "Response"u8, "Error"u8, "response"u8, "choices"u8) ? Member.Nested
            : reader.ValueTextEquals("details"u8) ? Member.Details
            : Member.Unknown;
        reader.Read();
        return member;
    }

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c = default, ReadOnlySpan<byte> d = default) =>
        reader.ValueTextEquals(a) || reader.ValueTextEquals(b) || (!c.IsEmpty && reader.ValueTextEquals(c)) || (!d.IsEmpty && reader.ValueTextEquals(d));

    private static string? WordOf(ref Utf8JsonReader reader)
    {
        var word = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => reader.HasValueSequence ? Encoding.ASCII.GetString(reader.ValueSequence) : Encoding.ASCII.GetString(reader.ValueSpan),
            _ => null,
        };
        reader.Skip();
        return word is { Length: > 0 and <= LongestWord } ? word : null;
    }

    private static string? MessageOf(ref Utf8JsonReader reader)
    {
        var words = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return words is not { Length: > 0 } ? null : words.Length <= LongestMessage ? words : words[..LongestMessage];
    }

    private enum Member
    {
        Unknown,
        Code,
        Type,
        Message,
        RetryAfter,
        Nested,
        Details,
    }
}
