using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>
/// The items of a response that is being told. Each is repeated as a whole at its end, and all of them at the end of the response, so that all of the
/// answer is kept until then, up to a bound. Calls may be told interleaved; all else is closed before another item begins.
/// </summary>
/// <param name="events">Writes the events.</param>
/// <param name="response">The id of the response.</param>
/// <param name="known">The ids of the first items, where they were told before; empty: all are made of the response's.</param>
internal sealed class OpenOutput(ResponsesEvents events, JsonString response, IReadOnlyList<JsonString> known)
{
    // Some 250,000 tokens.
    private const int MostKept = 1024 * 1024;

    // An event holds no larger image.
    private const int MostOfImages = 16 * 1024 * 1024;

    // Some 50,000 tokens, or 3,000 with all the others that each might have been.
    private const int MostOfLogprobs = 4 * 1024 * 1024;

    // More items than any answer has.
    private const int MostItems = 1024;

    private readonly List<OpenItem> _open = [];
    private readonly List<ReadOnlyMemory<byte>> _items = [];
    private int _kept;
    private int _keptOfImages;
    private long _keptOfLogprobs;

    /// <summary>All items as JSON, in their order; empty where one is not complete.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items => _items;

    /// <summary>Why there can be no more; null while there can.</summary>
    public string? Failure { get; private set; }

    /// <summary>What is closed from now on ends before it is complete.</summary>
    public bool IsCut { get; set; }

    /// <summary>The item of a kind that is open, or else a new one; null where there can be no more.</summary>
    public OpenItem? FindOrOpen(ItemKind kind) => Find(kind) ?? (New(kind) is { } item ? Open(item) : null);

    /// <summary>The item of a kind that is open; of calls, the first.</summary>
    public OpenItem? Find(ItemKind kind)
    {
        foreach (var item in _open)
        {
            if (item.Kind == kind)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>The call that is open; null where there is none, or it is complete.</summary>
    public OpenItem? FindCall(int slot)
    {
        foreach (var item in _open)
        {
            if (item.Slot == slot)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>Makes an item that is to be opened once all of it is said that is said at its beginning; null where there can be no more.</summary>
    public OpenItem? New(ItemKind kind)
    {
        CloseComplete();
        if (_items.Count >= MostItems)
        {
            Failure = "The answer has too many parts for a response.";
            return null;
        }

        var prefix = kind switch
        {
            ItemKind.Message => "msg_"u8,
            ItemKind.Reasoning => "rs_"u8,
            ItemKind.FreeformCall => "ctc_"u8,
            ItemKind.Image => "ig_"u8,
            _ => "fc_"u8,
        };
        var id = _items.Count < known.Count ? known[_items.Count] : ResponsesId.OfItem(response, prefix, _items.Count);
        return new OpenItem(kind, _items.Count, id);
    }

    /// <summary>Opens an item.</summary>
    public OpenItem Open(OpenItem item)
    {
        _open.Add(item);
        _items.Add(default);
        events.WriteItemAdded(item);
        return item;
    }

    /// <summary>Opens a part of the message that is open, unless it is open already; null where there can be no more.</summary>
    public OpenItem? OpenPart(bool isRefusal)
    {
        var message = FindOrOpen(ItemKind.Message);
        if (message is null || (message.IsPartOpen && message.IsRefusal == isRefusal))
        {
            return message;
        }

        ClosePart(message);
        message.IsPartOpen = true;
        message.IsRefusal = isRefusal;
        events.WritePartAdded(message);
        return message;
    }

    /// <summary>Makes room for what must be repeated.</summary>
    /// <returns>False where there is none.</returns>
    public bool Keep(int length)
    {
        _kept += length;
        if (_kept > MostKept)
        {
            Failure = "The answer is too long to be repeated at its end, as a response must be.";
        }

        return Failure is null;
    }

    /// <summary>Makes room for an image, which is larger than all words.</summary>
    /// <returns>False where there is none.</returns>
    public bool KeepImage(int length)
    {
        _keptOfImages += length;
        if (_keptOfImages > MostOfImages)
        {
            Failure = "The images of the answer are too large to be repeated at its end, as a response must repeat them.";
        }

        return Failure is null;
    }

    /// <summary>Keeps probabilities with the part of a message that is open. What there is no room for was told all the same, and is not repeated.</summary>
    /// <param name="message">The message.</param>
    /// <param name="array">They, as a JSON array; empty where there are none.</param>
    public void KeepLogprobs(OpenItem message, ReadOnlySpan<byte> array)
    {
        var inside = array.Length > 2 ? array[1..^1] : default;
        _keptOfLogprobs += inside.Length;
        if (_keptOfLogprobs > MostOfLogprobs)
        {
            message.Logprobs.ResetWrittenCount();
        }
        else if (!inside.IsEmpty)
        {
            message.Logprobs.Write(message.Logprobs.WrittenCount > 0 ? ","u8 : default);
            message.Logprobs.Write(inside);
        }
    }

    /// <summary>Says that nothing can be added to a call.</summary>
    public void RefuseCall() => Failure = "The provider added to a tool call that was complete.";

    /// <summary>Closes the part of the message that is open, or else the reasoning.</summary>
    public void ClosePart()
    {
        if (Find(ItemKind.Message) is { } message)
        {
            ClosePart(message);
        }
        else
        {
            Close(Find(ItemKind.Reasoning));
        }
    }

    /// <summary>Closes all items.</summary>
    public void CloseAll()
    {
        while (_open is [var first, ..])
        {
            Close(first);
        }
    }

    /// <summary>Closes an item; null is none.</summary>
    public void Close(OpenItem? item)
    {
        if (item is null)
        {
            return;
        }

        if (item.Kind == ItemKind.Message)
        {
            ClosePart(item);
        }
        else if (item.Kind == ItemKind.Reasoning)
        {
            CloseSummary(item);
        }
        else if (item.Kind == ItemKind.Image)
        {
            events.WriteImageDone(item);
        }
        else
        {
            CloseArguments(item);
        }

        var whole = OpenItemWriter.Whole(item, IsCut);
        events.WriteItemDone(item, whole);
        _items[item.Index] = whole;
        _open.Remove(item);
    }

    // All but calls that may have more to come.
    private void CloseComplete()
    {
        for (var at = 0; at < _open.Count;)
        {
            var item = _open[at];
            if (item.Kind is ItemKind.Message or ItemKind.Reasoning || item.IsComplete)
            {
                Close(item);
            }
            else
            {
                at++;
            }
        }
    }

    private void ClosePart(OpenItem message)
    {
        if (!message.IsPartOpen)
        {
            return;
        }

        events.WritePartDone(message);
        message.Parts.Write(message.Part++ > 0 ? ","u8 : default);
        using (var writer = new Utf8JsonWriter(message.Parts, JsonOutput.Options))
        {
            OpenItemWriter.WritePart(writer, message, isWhole: true);
        }

        message.EndPart();
    }

    private void CloseSummary(OpenItem reasoning)
    {
        if (reasoning.Text.WrittenCount > 0)
        {
            events.WriteSummaryDone(reasoning);
        }
    }

    private void CloseArguments(OpenItem call)
    {
        if (call is { Kind: ItemKind.Call, Text.WrittenCount: 0 })
        {
            call.Add("\"{}\""u8);
            events.WriteArguments(call, "\"{}\""u8);
        }

        events.WriteArgumentsDone(call);
    }
}
