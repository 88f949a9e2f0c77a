using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>
/// Reads the events of a response, and of those who imitate them: what no delta told is read from the event that repeats it, be that the last one. Events
/// of items are joined by their place in the output, where that does not contradict them: ids change with each event at some providers.
/// </summary>
internal sealed class ResponsesStreamReader : EventReader
{
    // More items than any answer has.
    private const int MostItems = 1024;

    private readonly List<ItemProgress> _items = [];
    private readonly ResponsesItemTeller _teller = new();
    private bool _hasBegun;
    private bool _isStopped;

    /// <inheritdoc/>
    public override bool IsWhole => _isStopped;

    /// <inheritdoc/>
    protected override EventKind Read(ReadOnlySpan<byte> name, JsonView data, IStreamSink sink)
    {
        if (!data.IsObject)
        {
            return EventKind.Malformed;
        }

        var told = data["type"u8].Quoted;
        var type = told.Length > 2 ? told[1..^1] : name;
        if (type.SequenceEqual("error"u8) || name.SequenceEqual("error"u8) || type.SequenceEqual("response.failed"u8) || (type.IsEmpty && data["error"u8].IsGiven))
        {
            return EventKind.Error;
        }

        if (!type.StartsWith("response."u8))
        {
            // A heartbeat, or what did not exist when this was written.
            return EventKind.Heartbeat;
        }

        Begin(data["response"u8], sink);
        var rest = type["response."u8.Length..];
        if (rest.SequenceEqual("completed"u8) || rest.SequenceEqual("incomplete"u8))
        {
            return End(data["response"u8], rest.SequenceEqual("incomplete"u8), sink);
        }

        return ReadItem(rest, data, sink) ? EventKind.Content : EventKind.Malformed;
    }

    private void Begin(JsonView response, IStreamSink sink)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.Begin,
                Id = response["id"u8].Quoted,
                Name = response["model"u8].Quoted,
                Created = response["created_at"u8].Integer ?? 0,
            });
        }
    }

    private EventKind End(JsonView response, bool isIncomplete, IStreamSink sink)
    {
        if (response["error"u8].IsObject)
        {
            return EventKind.Error;
        }

        var place = 0;
        foreach (var item in response["output"u8].Items)
        {
            if (place >= MostItems)
            {
                return EventKind.Malformed;
            }

            var progress = place < _items.Count ? _items[place] : Add(item, place);
            place++;
            if (progress.Kind == ResponsesItemTeller.KindOf(item))
            {
                _teller.Complete(progress, item, sink);
            }
        }

        if (UsageCounts.Read(response["usage"u8]) is { } usage)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        }

        _isStopped = true;
        var stop = ResponsesStop.Read(response, isIncomplete, _teller.Calls > 0, _teller.HasRefusal);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Stop, Stop = stop });
        return EventKind.End;
    }

    private bool ReadItem(ReadOnlySpan<byte> type, JsonView data, IStreamSink sink)
    {
        if (type.StartsWith("output_item."u8))
        {
            return ReadWhole(type, data, sink);
        }

        // Some tell reasoning in parts, too.
        var isForeignPart = type.StartsWith("content_part."u8) && !data["part"u8]["type"u8].Is("output_text"u8) && !data["part"u8]["type"u8].Is("refusal"u8);
        if (KindOf(type) is not (var kind and not ItemKind.Other) || isForeignPart)
        {
            return true;
        }

        // An item that was not announced is one all the same; but of a call, the name is missing, which comes at its end.
        var item = Find(data, kind);
        if (item is null && kind is ItemKind.Message or ItemKind.Reasoning)
        {
            if (_items.Count >= MostItems)
            {
                return false;
            }

            item = new ItemProgress(kind, data["output_index"u8].Integer ?? -1, default);
            _items.Add(item);
        }

        if (item is not null)
        {
            _teller.Tell(item, type, data, sink);
        }

        return true;
    }

    private bool ReadWhole(ReadOnlySpan<byte> type, JsonView data, IStreamSink sink)
    {
        var item = data["item"u8];
        var isDone = type.SequenceEqual("output_item.done"u8);
        var progress = Find(data, ResponsesItemTeller.KindOf(item));
        if (progress is null || (progress.IsDone && !isDone))
        {
            if (_items.Count >= MostItems)
            {
                return false;
            }

            progress = Add(item, data["output_index"u8].Integer ?? -1);
        }

        if (isDone)
        {
            _teller.Complete(progress, item, sink);
        }
        else
        {
            _teller.Begin(progress, item, sink);
        }

        return true;
    }

    private ItemProgress Add(JsonView item, long index)
    {
        var progress = new ItemProgress(ResponsesItemTeller.KindOf(item), index, new JsonString(item["id"u8].Quoted.ToArray()));
        _items.Add(progress);
        return progress;
    }

    private ItemProgress? Find(JsonView data, ItemKind kind)
    {
        var index = data["output_index"u8].Integer;
        var id = data["item_id"u8].Quoted;
        id = id.IsEmpty ? data["item"u8]["id"u8].Quoted : id;
        ItemProgress? last = null;
        ItemProgress? sameId = null;
        for (var at = _items.Count - 1; at >= 0; at--)
        {
            var item = _items[at];
            if (item.Kind != kind)
            {
                continue;
            }

            if (index == item.Index)
            {
                return item;
            }

            sameId ??= id.Length > 2 && item.Id.Quoted.Span.SequenceEqual(id) ? item : null;
            last ??= item.IsDone ? null : item;
        }

        return sameId ?? (index is null ? last : null);
    }

    private static ItemKind KindOf(ReadOnlySpan<byte> type) =>
        type.StartsWith("output_text."u8) || type.StartsWith("refusal."u8) || type.StartsWith("content_part."u8) ? ItemKind.Message
        : type.StartsWith("reasoning_"u8) ? ItemKind.Reasoning
        : type.StartsWith("function_call_arguments."u8) ? ItemKind.Call
        : type.StartsWith("custom_tool_call_input."u8) ? ItemKind.FreeformCall
        : ItemKind.Other;
}
