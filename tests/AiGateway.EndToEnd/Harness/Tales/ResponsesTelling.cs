using System.Text;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>A response as a provider tells it.</summary>
internal sealed class ResponsesTelling(string teller) : Telling
{
    private readonly List<string> _items = [];
    private readonly StringBuilder _said = new();
    private string? _open;
    private int _number;

    private string Id => $"{(_open == "message" ? "msg" : _open == "reasoning" ? "rs" : "fc")}_0{_items.Count}9f_{teller}";

    private string Part => $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":"{{_said}}"}""";

    public override string Begin() => Event("response.created", $$"""{"response":{{Response("in_progress")}}}""") + Event("response.in_progress", $$"""{"response":{{Response("in_progress")}}}""");

    public override string BeginCall() => Open("function_call") + OfItem("response.function_call_arguments.delta", """{"delta":"{\"city\":"}""");

    public override string End()
    {
        var close = Close();
        var usage = $$$"""{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens":{{{Tokens}}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{{9 + Tokens}}}}""";
        return close + Event("response.completed", $$"""{"response":{{Response("completed", usage)}}}""");
    }

    public override string Fail() => Event("error", """{"code":"server_error","message":"Overloaded","param":null}""");

    protected override string ThinkMore(string text)
    {
        var open = Open("reasoning");
        _said.Append(text);
        return open + OfItem("response.reasoning_summary_text.delta", $$"""{"summary_index":0,"delta":"{{text}}"}""");
    }

    protected override string SayMore(string text)
    {
        var open = Open("message");
        _said.Append(text);
        return open + OfItem("response.output_text.delta", $$"""{"content_index":0,"delta":"{{text}}","logprobs":[]}""");
    }

    private string Open(string kind)
    {
        if (_open == kind)
        {
            return "";
        }

        var close = Close();
        _open = kind;
        _said.Clear();
        return close + Event("response.output_item.added", $$"""{"output_index":{{_items.Count}},"item":{{Item("in_progress")}}}""") + kind switch
        {
            "message" => OfItem("response.content_part.added", """{"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}"""),
            "reasoning" => OfItem("response.reasoning_summary_part.added", """{"summary_index":0,"part":{"type":"summary_text","text":""}}"""),
            _ => "",
        };
    }

    private string Close()
    {
        if (_open is null)
        {
            return "";
        }

        var done = _open == "message"
            ? OfItem("response.output_text.done", $$"""{"content_index":0,"text":"{{_said}}","logprobs":[]}""")
                + OfItem("response.content_part.done", $$"""{"content_index":0,"part":{{Part}}}""")
            : OfItem("response.reasoning_summary_text.done", $$"""{"summary_index":0,"text":"{{_said}}"}""")
                + OfItem("response.reasoning_summary_part.done", $$$"""{"summary_index":0,"part":{"type":"summary_text","text":"{{{_said}}}"}}""");
        var item = Item("completed");
        done += Event("response.output_item.done", $$"""{"output_index":{{_items.Count}},"item":{{item}}}""");
        _items.Add(item);
        _open = null;
        return done;
    }

    private string Item(string status) => _open switch
    {
        "message" => $$"""{"id":"{{Id}}","type":"message","status":"{{status}}","role":"assistant","content":[{{(status == "completed" ? Part : "")}}]}""",
        "reasoning" => $$$"""{"id":"{{{Id}}}","type":"reasoning","summary":[{{{(status == "completed" ? $"{{\"type\":\"summary_text\",\"text\":\"{_said}\"}}" : "")}}}]}""",
        _ => $$"""{"id":"{{Id}}","type":"function_call","status":"{{status}}","call_id":"call_1","name":"weather","arguments":""}""",
    };

    private string Response(string status, string usage = "null") =>
        $$"""{"id":"resp_{{teller}}","object":"response","created_at":1790000000,"status":"{{status}}","error":null,"incomplete_details":null,"model":"{{teller}}-model","output":[{{string.Join(',', _items)}}],"usage":{{usage}}}""";

    private string OfItem(string type, string members) => Event(type, $$"""{"item_id":"{{Id}}","output_index":{{_items.Count}},{{members[1..]}}""");

    private string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":{_number++},{members[1..]}\n\n";
}
