using System.Text.Json;

namespace AiGateway.Demo.Generation;

/// <summary>A function that the model may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The JSON schema of its arguments; undefined for none.</param>
internal sealed record Tool(string Name, JsonElement Parameters);
