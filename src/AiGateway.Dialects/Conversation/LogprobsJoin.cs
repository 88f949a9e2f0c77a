using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Joins the <c>logprobs</c> objects of chunks (OpenAI), whose <c>content</c> and <c>refusal</c> lists go on from one to the next.</summary>
internal sealed class LogprobsJoin
{
    private ArrayBufferWriter<byte>? _content;
    private ArrayBufferWriter<byte>? _refusal;

    /// <summary>Adds those of one chunk.</summary>
    /// <param name="json">An object; what is none adds nothing.</param>
    public void Add(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var logprobs = new JsonView(document.RootElement, default);
            Add(ref _content, logprobs["content"u8]);
            Add(ref _refusal, logprobs["refusal"u8]);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // A name that is no text, which costs an answer its probabilities and nothing else.
        }
    }

    /// <summary>The object that a whole answer has; empty where no chunk had any.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        if (_content is null && _refusal is null)
        {
            return default;
        }

        var output = new ArrayBufferWriter<byte>();
        output.Write("{\"content\":"u8);
        Write(output, _content);
        output.Write(",\"refusal\":"u8);
        Write(output, _refusal);
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private static void Add(ref ArrayBufferWriter<byte>? list, JsonView tokens)
    {
        foreach (var token in tokens.Items)
        {
            list ??= new ArrayBufferWriter<byte>();
            if (list.WrittenCount > 0)
            {
                list.Write(","u8);
            }

            list.Write(token.Span);
        }
    }

    private static void Write(ArrayBufferWriter<byte> output, ArrayBufferWriter<byte>? list)
    {
        if (list is null)
        {
            output.Write("null"u8);
            return;
        }

        output.Write("["u8);
        output.Write(list.WrittenSpan);
        output.Write("]"u8);
    }
}
