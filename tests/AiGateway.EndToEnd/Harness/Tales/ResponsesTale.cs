using System.Text.Json;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>OpenAI Responses.</summary>
internal sealed class ResponsesTale : TaleDialect
{
    public override string Name => "responses";

    public override string ProviderType => "type: openai-compatible, dialects: [openai-responses]";

    public override string ProviderModel => "responses-model";

    public override CallerRequest Ask(string model) => CallerRequest.Post(
        "/v1/responses", $$"""{"model":"{{model}}","stream":true,"max_output_tokens":1000,"input":[{"role":"user","content":"Tell me a tale"}]}""");

    public override string? BegunIn(JsonElement request)
    {
        var last = request.GetProperty("input").EnumerateArray().Last();
        return last.GetProperty("role").GetString() != "assistant" ? null
            : last.GetProperty("content") is { ValueKind: JsonValueKind.String } text ? text.GetString()
            : Assert.Single(last.GetProperty("content").EnumerateArray()).GetProperty("text").GetString();
    }

    public override Telling NewTelling(string teller) => new ResponsesTelling(teller);

    public override HeardTale Hear(RawAnswer answer)
    {
        var reading = new ResponsesReading();
        foreach (var (name, data) in HeardTale.EventsOf(answer))
        {
            Assert.True(data.TryGetProperty("type", out var type) && type.GetString() == name, answer.Text);
            reading.Take(name, data);
        }

        return reading.ToTale(answer);
    }
}
