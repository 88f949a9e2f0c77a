using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Tells the hub what events say of items, each thing once, however often it is repeated.</summary>
internal sealed class ResponsesItemTeller
{
    private int _textParts;

    /// <summary>How many calls there are.</summary>
    public int Calls { get; private set; }

    /// <summary>The model declines.</summary>
    public bool HasRefusal { get; private set; }

    /// <summary>What an item is.</summary>
    public static ItemKind KindOf(JsonView item)
    {
        var type = item["type"u8];
        return type.Is("message"u8) ? ItemKind.Message
            : type.Is("reasoning"u8) ? ItemKind.Reasoning
            : type.Is("function_call"u8) ? ItemKind.Call
            : type.Is("custom_tool_call"u8) ? ItemKind.FreeformCall
            : type.Is("image_generation_call"u8) ? ItemKind.Image
            : ItemKind.Other;
    }

    /// <summary>Tells that an item begins.</summary>
    public void Begin(ItemProgress item, JsonView json, IStreamSink sink)
    {
        var name = json["name"u8].Quoted;
        if (item.Kind is ItemKind.Call or ItemKind.FreeformCall && item.Slot < 0 && name.Length > 2)
        {
            item.Slot = Calls++;
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.ToolCall,
                Slot = item.Slot,
                Id = json["call_id"u8].Quoted,
                Name = name,
                IsFreeform = item.Kind == ItemKind.FreeformCall,
            });
        }
    }

    /// <summary>Tells what an event adds to an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="type">The event's type, without <c>response.</c>.</param>
    /// <param name="data">The event.</param>
    /// <param name="sink">Takes it.</param>
    public void Tell(ItemProgress item, ReadOnlySpan<byte> type, JsonView data, IStreamSink sink)
    {
        var part = data["content_index"u8].Integer ?? 0;
        if (type.SequenceEqual("output_text.annotation.added"u8))
        {
            TellCitation(data["annotation"u8], sink);
        }
        else if (type.SequenceEqual("content_part.done"u8))
        {
            TellPart(item, part, data["part"u8], sink);
            sink.Take(new StreamEvent { Kind = StreamEventKind.PartEnd });
        }
        else if (item.Kind == ItemKind.Message)
        {
            TellWords(item, part, type, data, sink);
        }
        else if (item.Kind == ItemKind.Reasoning)
        {
            TellReasoning(item, type, data, sink);
        }
        else
        {
            var isDelta = type.EndsWith(".delta"u8);
            TellArguments(item, isDelta ? data["delta"u8] : data[item.Kind == ItemKind.Call ? "arguments"u8 : "input"u8], isDelta, sink);
        }
    }

    /// <summary>Tells what was not told of an item until its end, and that this has come.</summary>
    public void Complete(ItemProgress item, JsonView json, IStreamSink sink)
    {
        if (item.IsDone)
        {
            return;
        }

        item.IsDone = true;
        switch (item.Kind)
        {
            case ItemKind.Message:
                CompleteMessage(item, json["content"u8], sink);
                break;
            case ItemKind.Reasoning:
                CompleteReasoning(item, json, sink);
                break;
            case ItemKind.Image when json["result"u8].Quoted.Length > 2:
                var type = ResponsesItems.MediaTypeOf(json["output_format"u8].Quoted);
                sink.Take(new StreamEvent { Kind = StreamEventKind.Image, Text = json["result"u8].Quoted, Name = type.Quoted.Span });
                break;
            case ItemKind.Call or ItemKind.FreeformCall:
                Begin(item, json, sink);
                TellArguments(item, json[item.Kind == ItemKind.Call ? "arguments"u8 : "input"u8], isDelta: false, sink);
                if (item.Slot >= 0)
                {
                    sink.Take(new StreamEvent { Kind = StreamEventKind.PartEnd, Slot = item.Slot });
                }

                break;
        }
    }

    private void TellWords(ItemProgress item, long part, ReadOnlySpan<byte> type, JsonView data, IStreamSink sink)
    {
        var isRefusal = type.StartsWith("refusal."u8);
        var isDelta = type.EndsWith(".delta"u8);
        if (!isDelta && (item.HasTold(part) || !type.EndsWith(".done"u8)))
        {
            return;
        }

        TellWords(item, part, isRefusal, data[isDelta ? "delta"u8 : isRefusal ? "refusal"u8 : "text"u8].Quoted, data["logprobs"u8], sink);
    }

    private void TellWords(ItemProgress item, long part, bool isRefusal, ReadOnlySpan<byte> words, JsonView logprobs, IStreamSink sink)
    {
        if (words.Length <= 2)
        {
            return;
        }

        if (!item.HasTold(part))
        {
            _textParts++;
            item.Note(part);
        }

        HasRefusal |= isRefusal;
        if (logprobs.Count > 0)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Logprobs, Text = ResponsesLogprobs.Read(logprobs) });
        }

        sink.Take(new StreamEvent { Kind = isRefusal ? StreamEventKind.Refusal : StreamEventKind.Text, Text = words });
    }

    private void CompleteMessage(ItemProgress item, JsonView content, IStreamSink sink)
    {
        var index = 0;
        foreach (var part in content.Items)
        {
            TellPart(item, index++, part, sink);
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.PartEnd });
    }

    private void TellPart(ItemProgress item, long index, JsonView part, IStreamSink sink)
    {
        if (item.HasTold(index))
        {
            return;
        }

        var isRefusal = part["type"u8].Is("refusal"u8);
        TellWords(item, index, isRefusal, part[isRefusal ? "refusal"u8 : "text"u8].Quoted, part["logprobs"u8], sink);
        foreach (var annotation in part["annotations"u8].Items)
        {
            TellCitation(annotation, sink);
        }
    }

    // An event lives shorter than a citation may be held. Where there is more than one part, its places are not those of the answer.
    private void TellCitation(JsonView annotation, IStreamSink sink)
    {
        if (!annotation.IsObject)
        {
            return;
        }

        var json = JsonOutput.OnOneLine(annotation.Span);
        using var document = JsonDocument.Parse(json, JsonView.Options);
        if (ResponsesPartReader.ReadCitation(new JsonView(document.RootElement, json), hasRange: _textParts <= 1) is { } citation)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Citation, Citation = citation });
        }
    }

    private static void TellReasoning(ItemProgress item, ReadOnlySpan<byte> type, JsonView data, IStreamSink sink)
    {
        var way = type.StartsWith("reasoning_summary_"u8) ? ReasoningWay.Summary : ReasoningWay.Content;
        if (item.Way != ReasoningWay.None && item.Way != way)
        {
            return;
        }

        var part = data[way == ReasoningWay.Summary ? "summary_index"u8 : "content_index"u8].Integer ?? 0;
        var isDelta = type.EndsWith("_text.delta"u8);
        if (isDelta || (type.EndsWith("_text.done"u8) && !item.HasTold(part)))
        {
            TellThought(item, way, part, data[isDelta ? "delta"u8 : "text"u8].Quoted, sink);
        }
    }

    private static void TellThought(ItemProgress item, ReasoningWay way, long part, ReadOnlySpan<byte> words, IStreamSink sink)
    {
        if (words.Length <= 2)
        {
            return;
        }

        if (item.HasWords && !item.HasTold(part))
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Reasoning, Text = "\"\\n\\n\""u8 });
        }

        item.Way = way;
        item.Note(part);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Reasoning, Text = words });
    }

    private static void CompleteReasoning(ItemProgress item, JsonView json, IStreamSink sink)
    {
        if (item.Way == ReasoningWay.None)
        {
            var way = json["content"u8].Count > 0 ? ReasoningWay.Content : ReasoningWay.Summary;
            var index = 0;
            foreach (var piece in json[way == ReasoningWay.Content ? "content"u8 : "summary"u8].Items)
            {
                TellThought(item, way, index++, piece["text"u8].Quoted, sink);
            }
        }

        var encrypted = new JsonString(json["encrypted_content"u8].Quoted.ToArray());
        if (!encrypted.IsEmpty)
        {
            var signature = ResponsesItemReader.ReadSignature(encrypted, item.HasWords, out var isSealed);
            sink.Take(new StreamEvent
            {
                Kind = isSealed ? StreamEventKind.SealedReasoning : StreamEventKind.Signature,
                Text = signature.Value.Quoted.Span,
                Family = signature.Family,
            });
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.PartEnd });
    }

    private static void TellArguments(ItemProgress item, JsonView arguments, bool isDelta, IStreamSink sink)
    {
        if (item.Slot < 0 || (!isDelta && item.HasWords))
        {
            return;
        }

        var whole = arguments.IsObject ? JsonString.OfUtf8(arguments.Span) : default;
        var quoted = whole.IsGiven ? whole.Quoted.Span : arguments.Quoted;
        if (quoted.Length > 2)
        {
            item.Note(0);
            sink.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Slot = item.Slot, Text = quoted });
        }
    }
}
