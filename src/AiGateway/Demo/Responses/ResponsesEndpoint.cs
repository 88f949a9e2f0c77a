using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Responses;

/// <summary><c>POST /v1/responses</c>, and <c>GET</c> and <c>DELETE /v1/responses/{id}</c>.</summary>
internal static class ResponsesEndpoint
{
    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var fields = new Fields(call.Body);
        var prompt = ResponsesRequest.Read(fields);
        var previous = fields.Text("previous_response_id");
        if (previous is not null && call.State.Responses.Find(previous) is null)
        {
            fields.Fail(SimulatedError.Invalid($"Previous response with id '{previous}' not found.", "previous_response_id", "previous_response_not_found"));
        }

        var stream = fields.Flag("stream");
        var store = fields.Flag("store", absent: true);
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var response = new SimulatedResponse(
            "resp_" + SimulatedCall.NewId(), call.Created, call.ModelName, call.Body, prompt, Composer.Compose(prompt, call.Model, 0))
        {
            TellsUsage = !call.Model.HidesUsage,
        };
        var json = response.ToJson();
        if (store)
        {
            call.State.Responses.Add(response.Id, json);
        }

        if (!stream)
        {
            return await call.SendJsonAsync(json, response.Answer.Tokens);
        }

        await EventStream.SendAsync(call, ResponseEvents.Of(response), ResponseEvents.Error);
        return null;
    }

    public static async ValueTask<SimulatedError?> GetAsync(SimulatedCall call) => call.State.Responses.Find(call.Id) is { } json
        ? await call.SendJsonAsync(json)
        : NotFound(call.Id);

    public static async ValueTask<SimulatedError?> DeleteAsync(SimulatedCall call) => call.State.Responses.Remove(call.Id)
        ? await call.SendJsonAsync(Json.Object(call.Id, static (json, id) =>
        {
            json.WriteString("id", id);
            json.WriteString("object", "response");
            json.WriteBoolean("deleted", true);
        }))
        : NotFound(call.Id);

    private static SimulatedError NotFound(string id) => SimulatedError.NotFound($"Response with id '{id}' not found.");
}
