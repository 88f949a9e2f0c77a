using System.Text.Json;

namespace AiGateway.Demo.Responses;

/// <summary>The events of a streamed response, in OpenAI's order and numbered from 0.</summary>
internal sealed class ResponseEvents
{
    private readonly SimulatedResponse _response;
    private int _sequence;

    private ResponseEvents(SimulatedResponse response) => _response = response;

    public static IEnumerable<SimulatedEvent> Of(SimulatedResponse response) => new ResponseEvents(response).All();

    /// <summary>The event that tells of a failure.</summary>
    /// <param name="sequence">How many events went before it.</param>
    public static SimulatedEvent Error(int sequence) => new(Json.Object(sequence, static (json, sequence) =>
    {
        json.WriteString("type", "error");
        json.WriteNumber("sequence_number", sequence);
        json.WriteString("code", "server_error");
        json.WriteString("message", SimulatedError.Server.Message);
        json.WriteNull("param");
    }))
    { Name = "error" };

    private IEnumerable<SimulatedEvent> All()
    {
        yield return Whole("response.created", "in_progress");
        yield return Whole("response.in_progress", "in_progress");
        for (var index = 0; index < _response.Output.Count; index++)
        {
            var item = _response.Output[index];
            yield return Item("response.output_item.added", item, index, isOver: false);
            var inner = item.Type switch
            {
                "reasoning" => Parts(item, index, "reasoning_summary_part", "reasoning_summary_text", "summary_index", OutputItem.WriteSummary),
                "message" => Parts(item, index, "content_part", "output_text", "content_index", OutputItem.WriteText),
                _ => Arguments(item, index),
            };
            foreach (var step in inner)
            {
                yield return step;
            }

            yield return Item("response.output_item.done", item, index, isOver: true);
        }

        yield return Whole("response." + _response.Status, _response.Status) with { IsLast = true };
    }

    private IEnumerable<SimulatedEvent> Parts(
        OutputItem item, int index, string part, string text, string indexName, Action<Utf8JsonWriter, string> write)
    {
        yield return Step($"response.{part}.added", item, index, (json) => WritePart(json, ""));
        foreach (var piece in item.Pieces)
        {
            yield return Step($"response.{text}.delta", item, index, (json) => WriteText(json, "delta", piece)) with { IsToken = true };
        }

        yield return Step($"response.{text}.done", item, index, (json) => WriteText(json, "text", item.Text));
        yield return Step($"response.{part}.done", item, index, (json) => WritePart(json, item.Text));

        void WritePart(Utf8JsonWriter json, string value)
        {
            json.WriteNumber(indexName, 0);
            json.WritePropertyName("part");
            write(json, value);
        }

        void WriteText(Utf8JsonWriter json, string name, string value)
        {
            json.WriteNumber(indexName, 0);
            json.WriteString(name, value);
        }
    }

    private IEnumerable<SimulatedEvent> Arguments(OutputItem item, int index)
    {
        foreach (var piece in item.Pieces)
        {
            yield return Step("response.function_call_arguments.delta", item, index, (json) => json.WriteString("delta", piece)) with { IsToken = true };
        }

        yield return Step("response.function_call_arguments.done", item, index, (json) =>
        {
            json.WriteString("name", item.Call!.Name);
            json.WriteString("arguments", item.Text);
        });
    }

    private SimulatedEvent Step(string type, OutputItem item, int index, Action<Utf8JsonWriter> members) => Event(type, (json) =>
    {
        json.WriteString("item_id", item.Id);
        json.WriteNumber("output_index", index);
        members(json);
    });

    private SimulatedEvent Item(string type, OutputItem item, int index, bool isOver) => Event(type, (json) =>
    {
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        item.Write(json, isOver);
    });

    private SimulatedEvent Whole(string type, string status) => Event(type, (json) =>
    {
        json.WriteStartObject("response");
        _response.WriteMembers(json, status);
        json.WriteEndObject();
    });

    private SimulatedEvent Event(string type, Action<Utf8JsonWriter> members) => new(Json.Object((type, sequence: _sequence++, members), static (json, of) =>
    {
        json.WriteString("type", of.type);
        json.WriteNumber("sequence_number", of.sequence);
        of.members(json);
    }))
    { Name = type };
}
