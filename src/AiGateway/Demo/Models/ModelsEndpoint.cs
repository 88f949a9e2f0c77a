using System.Text.Json;

namespace AiGateway.Demo.Models;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>.</summary>
internal static class ModelsEndpoint
{
    // The models do not change, so neither does their date.
    private const long Created = 1_767_225_600;

    public static ValueTask<SimulatedError?> ListAsync(SimulatedCall call) => call.SendJsonAsync(Json.Object(SimulatedModels.All, static (json, models) =>
    {
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models)
        {
            if (!model.IsPattern)
            {
                json.WriteStartObject();
                Write(json, model.Name);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }));

    public static async ValueTask<SimulatedError?> GetAsync(SimulatedCall call)
    {
        if (SimulatedModels.Find(call.Id) is not { } model)
        {
            return SimulatedError.NotFound($"The model '{call.Id}' does not exist", "model", "model_not_found");
        }

        return await call.SendJsonAsync(Json.Object(model.Name, Write));
    }

    private static void Write(Utf8JsonWriter json, string name)
    {
        json.WriteString("id", name);
        json.WriteString("object", "model");
        json.WriteNumber("created", Created);
        json.WriteString("owned_by", "ai-gateway-simulation");
    }
}
