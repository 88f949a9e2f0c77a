using System.Globalization;
using System.Text.Json;
using AiGateway.Demo.Models;

namespace AiGateway.Demo;

/// <summary>One request to the simulated provider, and the means to answer it. Not thread-safe.</summary>
internal sealed class SimulatedCall
{
    public SimulatedCall(HttpContext http, SimulatedState state, CancellationToken ends)
    {
        Http = http;
        State = state;
        Ends = ends;
        Created = state.Time.GetUtcNow().ToUnixTimeSeconds();
        http.Response.Headers["x-request-id"] = "req_" + NewId();
        http.Response.Headers["openai-version"] = "2020-10-01";
    }

    public HttpContext Http { get; }

    public SimulatedState State { get; }

    /// <summary>Ends when the caller hangs up or the provider stops.</summary>
    public CancellationToken Ends { get; }

    /// <summary>When the request came, in seconds since 1970.</summary>
    public long Created { get; }

    /// <summary>What stood in the place of the path's <c>{id}</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The JSON body, where the route has one.</summary>
    public JsonElement Body { get; private set; }

    /// <summary>The model that answers, once it has been admitted.</summary>
    public SimulatedModel Model { get; private set; } = SimulatedModel.None;

    /// <summary>The model's name as the caller wrote it.</summary>
    public string ModelName { get; private set; } = "";

    public static string NewId() => Guid.NewGuid().ToString("N");

    /// <summary>Reads the body as one JSON object.</summary>
    public async ValueTask<SimulatedError?> ReadJsonAsync()
    {
        if (Http.Request.ContentLength > SimulatedProvider.LargestJsonBody)
        {
            return SimulatedError.TooLarge;
        }

        using var bytes = new MemoryStream((int)(Http.Request.ContentLength ?? 0));
        var reader = Http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(Ends);
            if (bytes.Length + read.Buffer.Length > SimulatedProvider.LargestJsonBody)
            {
                return SimulatedError.TooLarge;
            }

            foreach (var part in read.Buffer)
            {
                bytes.Write(part.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        if (Json.ParseObject(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is not { } body)
        {
            return SimulatedError.NotJson;
        }

        Body = body;
        return null;
    }

    /// <summary>Finds the model that the body names; an error where it names none, an unknown one, one of another kind, or one that refuses.</summary>
    public SimulatedError? AdmitBodyModel(ModelKind kind, string? absent)
    {
        var fields = new Fields(Body);
        var name = fields.Text("model") ?? absent;
        return fields.Problem ?? (name is null ? SimulatedError.Invalid("you must provide a model parameter") : Admit(name, kind));
    }

    /// <summary>Finds the model; an error where it is unknown, of another kind, or refuses.</summary>
    public SimulatedError? Admit(string name, ModelKind kind)
    {
        if (SimulatedModels.Find(name) is not { } model)
        {
            return SimulatedError.NotFound($"The model `{name}` does not exist or you do not have access to it.", "model", "model_not_found");
        }

        if (model.Kind != ModelKind.Any && model.Kind != kind)
        {
            return SimulatedError.NotFound($"The model `{name}` is not supported on {Http.Request.Path}.", "model");
        }

        Model = model;
        ModelName = name;
        return model.IsFlaky && State.FlakyRequestFails() ? SimulatedError.Server : model.Refusal;
    }

    public Task WaitAsync(TimeSpan duration) => duration == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(duration, State.Time, Ends);

    /// <summary>Says nothing until the caller hangs up or the provider stops.</summary>
    /// <exception cref="OperationCanceledException">Always, at last.</exception>
    public Task WaitForeverAsync() => Task.Delay(Timeout.InfiniteTimeSpan, State.Time, Ends);

    /// <summary>Sends a whole JSON answer after the time that the model takes for it.</summary>
    /// <param name="json">The bytes of the answer.</param>
    /// <param name="tokens">How many tokens the model generated for it.</param>
    public ValueTask<SimulatedError?> SendJsonAsync(byte[] json, int tokens = 0) => SendAsync("application/json", json, tokens);

    /// <summary>Sends a whole answer of any type after the time that the model takes for it.</summary>
    public async ValueTask<SimulatedError?> SendAsync(string contentType, ReadOnlyMemory<byte> bytes, int tokens = 0)
    {
        await WaitAsync(Model.Pace.Whole(tokens));
        if (Model.Fault == Fault.ErrorEvent)
        {
            return SimulatedError.Server;
        }

        Http.Response.ContentType = contentType;
        await Faults.SendWholeAsync(this, bytes);
        return null;
    }

    public async Task SendErrorAsync(SimulatedError error)
    {
        var response = Http.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = wait.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = error.ToJson();
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, Ends);
    }
}
