using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads parts. Calls may lack ids: they are numbered, and results are joined with them by name, in order. One per request or answer.</summary>
internal sealed class GeminiPartReader(bool namesCalls = true)
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.Gemini,
        "text", "thought", "thoughtSignature", "thought_signature", "functionCall", "function_call", "functionResponse", "function_response", "inlineData",
        "inline_data", "fileData", "file_data");

    private readonly WaitingCalls _callsById = new();
    private readonly WaitingCalls _callsByName = new();
    private int _calls;

    /// <summary>Reads all parts of a content.</summary>
    public List<Part> ReadAll(JsonView items)
    {
        var parts = new List<Part>(items.Count);
        foreach (var item in items.ItemsOrSelf)
        {
            var part = Read(item);
            parts.Add(part is OpaquePart ? part : part with { Extras = s_known.Extras(item) });
        }

        return parts;
    }

    /// <summary>The signature of a part; null where it has none.</summary>
    public static Signature? SignatureOf(JsonView part)
    {
        var value = GeminiRequestReader.Either(part, "thoughtSignature"u8, "thought_signature"u8).Text;
        return value.IsEmpty || GeminiStandIn.Is(value) ? null : new Signature(DialectFamily.Gemini, value);
    }

    private Part Read(JsonView item)
    {
        if (item["text"u8].Text is { IsGiven: true } text)
        {
            return item["thought"u8].Flag == true ? new ReasoningPart(text) { Signature = SignatureOf(item) } : new TextPart(text);
        }

        if (GeminiRequestReader.Either(item, "functionCall"u8, "function_call"u8) is { IsObject: true } call)
        {
            return ReadCall(call, SignatureOf(item));
        }

        if (GeminiRequestReader.Either(item, "functionResponse"u8, "function_response"u8) is { IsObject: true } response)
        {
            return ReadResult(response);
        }

        var inline = GeminiRequestReader.Either(item, "inlineData"u8, "inline_data"u8);
        var file = GeminiRequestReader.Either(item, "fileData"u8, "file_data"u8);
        var holder = inline.IsObject ? inline : file;
        var source = new MediaSource
        {
            MediaType = GeminiRequestReader.Either(holder, "mimeType"u8, "mime_type"u8).Text,
            Data = inline["data"u8].Text,
            Url = GeminiRequestReader.Either(file, "fileUri"u8, "file_uri"u8).Text,
        };
        // Images that are thoughts are drafts, which nobody else has a word for.
        return (source.Data.IsGiven || source.Url.IsGiven) && item["thought"u8].Flag != true
            ? PartOf(source)
            : new OpaquePart(DialectFamily.Gemini, NameOf(item), item.Raw);
    }

    private static Part PartOf(MediaSource source) =>
        source.MediaType.StartsWith("image/"u8) ? new ImagePart(source)
        : source.MediaType.StartsWith("audio/"u8) ? new AudioPart(source)
        : new FilePart(source);

    private static JsonString NameOf(JsonView item)
    {
        var members = item.Members;
        return members.MoveNext() ? JsonString.Wrap(members.Name) : JsonString.Of("part");
    }

    private ToolCallPart ReadCall(JsonView call, Signature? signature)
    {
        var id = call["id"u8].Text;
        id = id.IsEmpty && namesCalls ? JsonString.Of($"call_{_calls}") : id;
        _calls++;
        var name = call["name"u8].Text;
        var waiting = new WaitingCall(id);
        _callsById.Add(id, waiting);
        _callsByName.Add(name, waiting);
        return new ToolCallPart(id, name, call["args"u8].Raw) { Signature = signature };
    }

    private ToolResultPart ReadResult(JsonView response)
    {
        var id = response["id"u8].Text;
        var name = response["name"u8].Text;
        // Gemini CLI names results that it gave an id to by that id, although the call has none in the talk.
        var call = (id.IsEmpty ? null : _callsById.Answer(id)) ?? _callsByName.Answer(name);
        id = call?.Id ?? id;
        var value = response["response"u8];
        var error = value["error"u8];
        var words = SoleText(value, error.IsGiven ? "error"u8 : value["output"u8].IsGiven ? "output"u8 : "result"u8);
        return new ToolResultPart(id.IsEmpty ? name : id, [new TextPart(words.IsGiven ? words : JsonString.OfUtf8(value.Span)), .. ReadAll(response["parts"u8])])
        {
            Name = name,
            IsError = error.IsGiven,
        };
    }

    // An object round a text is what a text was wrapped in.
    private static JsonString SoleText(JsonView value, ReadOnlySpan<byte> name)
    {
        var count = 0;
        var members = value.Members;
        while (members.MoveNext())
        {
            count++;
        }

        return count == 1 ? value[name].Text : default;
    }
}
