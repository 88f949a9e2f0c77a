using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>Reads the events of a response: numbered without a gap, items one after the other, each repeated at its end and all of them at the end of the response.</summary>
internal sealed class ResponsesReading
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thought = new();
    private readonly List<JsonElement> _items = [];
    private JsonElement _response;
    private JsonElement _end;
    private JsonElement _item;
    private string? _error;
    private int _count;

    /// <summary>Reads the next event.</summary>
    public void Take(string name, JsonElement data)
    {
        Assert.Equal(JsonValueKind.Undefined, _end.ValueKind);
        if (name == "error")
        {
            _error = data.GetProperty("message").GetString();
            return;
        }

        Assert.Null(_error);
        Assert.Equal(_count++, data.GetProperty("sequence_number").GetInt32());
        switch (name)
        {
            case "response.created":
                Assert.Equal(1, _count);
                _response = data.GetProperty("response");
                break;
            case "response.in_progress":
                Assert.Equal(2, _count);
                break;
            case "response.output_item.added":
                Assert.Equal(_items.Count, data.GetProperty("output_index").GetInt32());
                Assert.Equal(JsonValueKind.Undefined, _item.ValueKind);
                _item = data.GetProperty("item");
                break;
            case "response.output_item.done":
                TakeItem(data);
                break;
            case "response.completed" or "response.incomplete":
                TakeEnd(name, data.GetProperty("response"));
                break;
            default:
                TakePart(name, data);
                break;
        }
    }

    /// <summary>What all of them said.</summary>
    public HeardTale ToTale(RawAnswer answer) => new()
    {
        Answer = answer,
        Text = _text.ToString(),
        Thought = _thought.ToString(),
        IsComplete = _end.ValueKind == JsonValueKind.Object && _end.GetProperty("status").GetString() == "completed",
        Error = _error,
        Ids = [.. Both("id").Distinct()],
        Models = [.. Both("model").Distinct()],
        Used = _end.ValueKind == JsonValueKind.Undefined
            ? null
            : (_end.GetProperty("usage").GetProperty("input_tokens").GetInt64(), _end.GetProperty("usage").GetProperty("output_tokens").GetInt64()),
    };

    private IEnumerable<string> Both(string member) =>
        from told in new[] { _response, _end }
        where told.ValueKind == JsonValueKind.Object
        select told.GetProperty(member).GetString();

    private void TakePart(string name, JsonElement data)
    {
        Assert.Equal(_item.GetProperty("id").GetString(), data.GetProperty("item_id").GetString());
        Assert.Equal(_items.Count, data.GetProperty("output_index").GetInt32());
        if (name is "response.output_text.delta" or "response.reasoning_summary_text.delta")
        {
            (name == "response.output_text.delta" ? _text : _thought).Append(data.GetProperty("delta").GetString());
        }
        else if (name == "response.output_text.done")
        {
            Assert.Equal(_text.ToString(), data.GetProperty("text").GetString());
        }
    }

    private void TakeItem(JsonElement data)
    {
        Assert.Equal(_items.Count, data.GetProperty("output_index").GetInt32());
        var item = data.GetProperty("item");
        Assert.Equal(_item.GetProperty("id").GetString(), item.GetProperty("id").GetString());
        if (item.GetProperty("type").GetString() == "message")
        {
            Assert.Equal(_text.ToString(), Assert.Single(item.GetProperty("content").EnumerateArray()).GetProperty("text").GetString());
        }

        _items.Add(item);
        _item = default;
    }

    private void TakeEnd(string name, JsonElement response)
    {
        Assert.Equal(JsonValueKind.Undefined, _item.ValueKind);
        Assert.Equal(name, $"response.{response.GetProperty("status").GetString()}");
        Assert.Equal(_items.Select(item => item.GetRawText()), response.GetProperty("output").EnumerateArray().Select(item => item.GetRawText()));
        _end = response;
    }
}
