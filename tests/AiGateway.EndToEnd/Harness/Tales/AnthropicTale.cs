using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>Anthropic Messages.</summary>
internal sealed class AnthropicTale : TaleDialect
{
    public override string Name => "anthropic";

    public override string ProviderType => "type: anthropic";

    public override string ProviderModel => "claude-sonnet-4-5";

    public override CallerRequest Ask(string model) => CallerRequest.Post(
        "/v1/messages", $$"""{"model":"{{model}}","stream":true,"max_tokens":1000,"messages":[{"role":"user","content":"Tell me a tale"}]}""");

    public override string? BegunIn(JsonElement request)
    {
        var last = request.GetProperty("messages").EnumerateArray().Last();
        return last.GetProperty("role").GetString() != "assistant" ? null
            : last.GetProperty("content") is { ValueKind: JsonValueKind.String } text ? text.GetString()
            : Assert.Single(last.GetProperty("content").EnumerateArray()).GetProperty("text").GetString();
    }

    public override Telling NewTelling(string teller) => new AnthropicTelling(teller);

    public override HeardTale Hear(RawAnswer answer)
    {
        var reading = new Reading();
        foreach (var (name, data) in HeardTale.EventsOf(answer))
        {
            Assert.True(data.TryGetProperty("type", out var type) && type.GetString() == name, answer.Text);
            reading.Take(name, data);
        }

        return reading.ToTale(answer);
    }

    // One message, whose blocks come one after the other, and nothing behind its end.
    private sealed class Reading
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _thought = new();
        private JsonElement _message;
        private JsonElement _end;
        private string? _error;
        private string? _block;
        private int _blocks;
        private bool _isStopped;

        public void Take(string name, JsonElement data)
        {
            Assert.False(_isStopped);
            Assert.Null(_error);
            switch (name)
            {
                case "ping":
                    break;
                case "message_start":
                    Assert.Equal(JsonValueKind.Undefined, _message.ValueKind);
                    _message = data.GetProperty("message");
                    break;
                case "content_block_start":
                    Assert.Equal(JsonValueKind.Object, _message.ValueKind);
                    Assert.Null(_block);
                    Assert.Equal(_blocks, data.GetProperty("index").GetInt32());
                    _block = data.GetProperty("content_block").GetProperty("type").GetString();
                    break;
                case "content_block_delta":
                    Assert.Equal(_blocks, data.GetProperty("index").GetInt32());
                    TakeDelta(data.GetProperty("delta"));
                    break;
                case "content_block_stop":
                    Assert.NotNull(_block);
                    Assert.Equal(_blocks++, data.GetProperty("index").GetInt32());
                    _block = null;
                    break;
                case "message_delta":
                    Assert.Null(_block);
                    Assert.Equal(JsonValueKind.Undefined, _end.ValueKind);
                    _end = data;
                    break;
                case "message_stop":
                    Assert.Equal(JsonValueKind.Object, _end.ValueKind);
                    _isStopped = true;
                    break;
                default:
                    Assert.Equal("error", name);
                    _error = data.GetProperty("error").GetProperty("message").GetString();
                    break;
            }
        }

        public HeardTale ToTale(RawAnswer answer) => new()
        {
            Answer = answer,
            Text = _text.ToString(),
            Thought = _thought.ToString(),
            IsComplete = _isStopped && _end.GetProperty("delta").GetProperty("stop_reason").GetString() == "end_turn",
            Error = _error,
            Ids = [_message.GetProperty("id").GetString()!],
            Models = [_message.GetProperty("model").GetString()!],
            Used = _isStopped ? (PromptTokens, _end.GetProperty("usage").GetProperty("output_tokens").GetInt64()) : null,
        };

        private long PromptTokens =>
            (_end.GetProperty("usage").TryGetProperty("input_tokens", out var told) ? told : _message.GetProperty("usage").GetProperty("input_tokens")).GetInt64();

        private void TakeDelta(JsonElement delta)
        {
            var (block, into, member) = delta.GetProperty("type").GetString() switch
            {
                "text_delta" => ("text", _text, "text"),
                "thinking_delta" => ("thinking", _thought, "thinking"),
                "signature_delta" => ("thinking", new StringBuilder(), "signature"),
                _ => ("tool_use", new StringBuilder(), "partial_json"),
            };
            Assert.Equal(block, _block);
            into.Append(delta.GetProperty(member).GetString());
        }
    }

    private sealed class AnthropicTelling(string teller) : Telling
    {
        private string? _block;
        private int _blocks;

        public override string Begin() => Event(
            "message_start",
            $$$$"""{"message":{"id":"msg_{{{{teller}}}}","type":"message","role":"assistant","model":"{{{{teller}}}}-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}""")
            + Event("ping", "{}");

        public override string BeginCall() => Open("tool_use", """{"type":"tool_use","id":"toolu_1","name":"weather","input":{}}""")
            + Delta("""{"type":"input_json_delta","partial_json":"{\"city\":"}""");

        public override string End() => Close()
            + Event("message_delta", $$$$"""{"delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":{{{{Tokens}}}}}}""")
            + Event("message_stop", "{}");

        public override string Fail() => Event("error", """{"error":{"type":"overloaded_error","message":"Overloaded"}}""");

        protected override string ThinkMore(string text) =>
            Open("thinking", """{"type":"thinking","thinking":"","signature":""}""") + Delta($$"""{"type":"thinking_delta","thinking":"{{text}}"}""");

        protected override string SayMore(string text) =>
            Open("text", """{"type":"text","text":""}""") + Delta($$"""{"type":"text_delta","text":"{{text}}"}""");

        private static string Event(string type, string members) =>
            $$"""
            event: {{type}}
            data: {"type":"{{type}}"{{(members == "{}" ? "}" : "," + members[1..])}}


            """;

        private string Delta(string delta) => Event("content_block_delta", $$"""{"index":{{_blocks}},"delta":{{delta}}}""");

        private string Open(string block, string json)
        {
            if (_block == block)
            {
                return "";
            }

            var events = Close() + Event("content_block_start", $$"""{"index":{{_blocks}},"content_block":{{json}}}""");
            _block = block;
            return events;
        }

        private string Close()
        {
            if (_block is null)
            {
                return "";
            }

            var signature = _block == "thinking" ? Delta($$"""{"type":"signature_delta","signature":"{{teller}}-signature"}""") : "";
            _block = null;
            return signature + Event("content_block_stop", $$"""{"index":{{_blocks++}}}""");
        }
    }
}
