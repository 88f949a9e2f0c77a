using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>Follows the events of a Responses stream in their one order: items one after the other, each opened, told piece by piece, and closed whole.</summary>
internal sealed class ResponsesProgress
{
    private readonly List<JsonElement> _events;
    private readonly StringBuilder _text = new();
    private int _position;

    /// <summary>Begins at the beginning; the sequence must be without a gap.</summary>
    public ResponsesProgress(List<JsonElement> events)
    {
        _events = events;
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(told => told.GetProperty("sequence_number").GetInt32()));
        var created = Take("response.created").GetProperty("response");
        var inProgress = Take("response.in_progress").GetProperty("response");
        Assert.Equal("in_progress", created.GetProperty("status").GetString());
        Assert.Equal(created.GetRawText(), inProgress.GetRawText());
        Assert.All(
            events.Where(told => told.TryGetProperty("response", out _)),
            told => Assert.Equal(created.GetProperty("id").GetString(), told.GetProperty("response").GetProperty("id").GetString()));
    }

    /// <summary>The items that were closed.</summary>
    public List<JsonElement> Items { get; } = [];

    /// <summary>All text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>The next event, which is of a type.</summary>
    public JsonElement Take(string type)
    {
        Assert.True(_position < _events.Count, $"The stream ends where {type} should come.");
        Assert.Equal(type, Events.TypeOf(_events[_position]));
        return _events[_position++];
    }

    /// <summary>Reads items as long as there are any.</summary>
    public void ReadItems()
    {
        while (Next == "response.output_item.added")
        {
            var added = Take("response.output_item.added");
            Assert.Equal(Items.Count, added.GetProperty("output_index").GetInt32());
            var item = added.GetProperty("item");
            Assert.Equal("in_progress", item.GetProperty("status").GetString());
            if (Events.TypeOf(item) == "message")
            {
                ReadMessage(item);
            }
            else
            {
                Assert.Equal("function_call", Events.TypeOf(item));
                ReadCall(item);
            }

            if (_position == _events.Count)
            {
                return;
            }

            var done = Take("response.output_item.done");
            Assert.Equal(Items.Count, done.GetProperty("output_index").GetInt32());
            Assert.Equal(item.GetProperty("id").GetString(), done.GetProperty("item").GetProperty("id").GetString());
            Items.Add(done.GetProperty("item"));
        }
    }

    /// <summary>Nothing follows.</summary>
    public void AssertIsAtEnd() => Assert.Equal(_events.Count, _position);

    private string? Next => _position < _events.Count ? Events.TypeOf(_events[_position]) : null;

    private void ReadMessage(JsonElement item)
    {
        Assert.Empty(item.GetProperty("content").EnumerateArray());
        var added = TakeOf(item, "response.content_part.added");
        Assert.Equal(("output_text", ""), (Events.TypeOf(added.GetProperty("part")), added.GetProperty("part").GetProperty("text").GetString()));
        var text = Deltas(item, "response.output_text.delta");
        _text.Append(text);
        if (_position < _events.Count)
        {
            Assert.Equal(text, TakeOf(item, "response.output_text.done").GetProperty("text").GetString());
            Assert.Equal(text, TakeOf(item, "response.content_part.done").GetProperty("part").GetProperty("text").GetString());
        }
    }

    private void ReadCall(JsonElement item)
    {
        Assert.Equal("", item.GetProperty("arguments").GetString());
        Assert.NotEmpty(item.GetProperty("call_id").GetString()!);
        var arguments = Deltas(item, "response.function_call_arguments.delta");
        if (_position < _events.Count)
        {
            Assert.Equal(arguments, TakeOf(item, "response.function_call_arguments.done").GetProperty("arguments").GetString());
        }
    }

    private string Deltas(JsonElement item, string type)
    {
        var text = new StringBuilder();
        while (Next == type)
        {
            text.Append(TakeOf(item, type).GetProperty("delta").GetString());
        }

        return text.ToString();
    }

    private JsonElement TakeOf(JsonElement item, string type)
    {
        var told = Take(type);
        Assert.Equal((item.GetProperty("id").GetString(), Items.Count), (told.GetProperty("item_id").GetString(), told.GetProperty("output_index").GetInt32()));
        return told;
    }
}
