using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Multipart;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Responses that refer to earlier ones by <c>previous_response_id</c>. What is kept of a request are its input items as they stood, joined by commas.</summary>
internal sealed class ResponsesStorage : AnswerStorage
{
    /// <summary>The one instance.</summary>
    public static readonly ResponsesStorage Instance = new();

    private static readonly byte[] s_response = [.. "response"u8];

    private ResponsesStorage()
    {
    }

    /// <inheritdoc/>
    public override string Reference => "previous_response_id";

    /// <inheritdoc/>
    public override bool Refers(string field) => field == Reference || field == ResponsesFields.Table[ConversationField.StoredItem].Name;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> ReadInput(ReadOnlyMemory<byte> request)
    {
        var output = new ArrayBufferWriter<byte>();
        return TryRead(request, body => WriteInput(output, body["input"u8])) ? output.WrittenMemory : default;
    }

    /// <inheritdoc/>
    public override bool TryExpand(ReadOnlyMemory<byte> request, IReadOnlyList<StoredAnswer> earlier, IBufferWriter<byte> output) =>
        TryRead(request, body => Expand(body, earlier, output));

    /// <inheritdoc/>
    public override bool MayName(in ReadOnlySequence<byte> request) => SequenceSearch.IndexOf(request, "\"item_reference\""u8) >= 0;

    /// <inheritdoc/>
    public override bool TryFill(ReadOnlyMemory<byte> request, Func<string, StoredAnswer?> find, long most, ArrayBufferWriter<byte> output)
    {
        var hasItem = false;
        return TryRead(request, body => hasItem = body.IsObject && new ItemReferences(find, most).Write(body, output)) && hasItem;
    }

    /// <inheritdoc/>
    public override bool TryReadLast(ReadOnlySpan<byte> events, [NotNullWhen(true)] out byte[]? answer)
    {
        answer = null;
        var framer = default(EventFramer);
        while (framer.TryReadEvent(events, out var length))
        {
            var parsed = ServerSentEvent.Parse(events[..length]);
            if (parsed.Name.SequenceEqual("response.completed"u8) || parsed.Name.SequenceEqual("response.incomplete"u8))
            {
                // Whatever the caller's own tools, repeated in it, look like: the scan minds no depth that requests may have.
                answer = ObjectMember.TryFind(parsed.Data, s_response, out var response) && !response.IsEmpty ? response.ToArray() : answer;
            }

            events = events[length..];
        }

        return answer is not null;
    }

    /// <inheritdoc/>
    public override bool TryWriteInput(IBufferWriter<byte> output, StoredAnswer answer, string query, out TranslationFault fault)
    {
        if (!InputListQuery.TryRead(query, out var asked, out fault))
        {
            return false;
        }

        TryRead((byte[])[.. "{\"items\":["u8, .. answer.Input.Span, .. "]}"u8], body => ResponsesInputList.Write(output, body["items"u8], answer.Id, asked));
        return true;
    }

    /// <inheritdoc/>
    public override void WriteDeleted(IBufferWriter<byte> output, string id)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("object"u8, "response"u8);
        writer.WriteBoolean("deleted"u8, true);
        writer.WriteEndObject();
    }

    private static void Expand(JsonView body, IReadOnlyList<StoredAnswer> earlier, IBufferWriter<byte> output)
    {
        output.Write("{\"input\":"u8);
        var input = body["input"u8];
        if (input.IsGiven && !input.IsArray && !input.Text.IsGiven)
        {
            // Nothing that could be added to: it is told what is wrong with it.
            output.Write(input.Span);
        }
        else
        {
            output.Write("["u8);
            var written = false;
            foreach (var answer in earlier)
            {
                WriteItems(output, answer.Input.Span, ref written);
                TryRead(answer.Answer, view => WriteItems(output, Inside(view["output"u8]), ref written));
            }

            var own = new ArrayBufferWriter<byte>();
            WriteInput(own, input);
            WriteItems(output, own.WrittenSpan, ref written);
            output.Write("]"u8);
        }

        WriteOthers(body, output);
        output.Write("}"u8);
    }

    private static void WriteOthers(JsonView body, IBufferWriter<byte> output)
    {
        var members = body.Members;
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("input"u8) || members.Name.SequenceEqual("previous_response_id"u8))
            {
                continue;
            }

            output.Write(",\""u8);
            output.Write(members.Name);
            output.Write("\":"u8);
            output.Write(members.Current.Span);
        }
    }

    private static void WriteItems(IBufferWriter<byte> output, ReadOnlySpan<byte> items, ref bool written)
    {
        if (items.IsEmpty)
        {
            return;
        }

        if (written)
        {
            output.Write(","u8);
        }

        output.Write(items);
        written = true;
    }

    private static void WriteInput(IBufferWriter<byte> output, JsonView input)
    {
        if (input.Quoted is { IsEmpty: false } text)
        {
            output.Write("""{"type":"message","role":"user","content":[{"type":"input_text","text":"""u8);
            output.Write(text);
            output.Write("}]}"u8);
            return;
        }

        output.Write(Inside(input));
    }

    // What stands between the brackets; nothing where nothing but white space does.
    private static ReadOnlySpan<byte> Inside(JsonView array) => array.IsArray ? array.Span[1..^1].Trim(" \t\r\n"u8) : default;

    private static bool TryRead(ReadOnlyMemory<byte> json, Action<JsonView> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, JsonView.Options);
            read(new JsonView(document.RootElement, json));
            return true;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return false;
        }
    }
}
