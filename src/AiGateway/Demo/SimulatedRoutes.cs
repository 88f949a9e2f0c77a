using AiGateway.Demo.Chat;
using AiGateway.Demo.Completions;
using AiGateway.Demo.Files;
using AiGateway.Demo.Media;
using AiGateway.Demo.Models;
using AiGateway.Demo.Responses;
using AiGateway.Demo.Text;

namespace AiGateway.Demo;

/// <summary>Every path of the simulated API, one row each.</summary>
internal static class SimulatedRoutes
{
    public static IReadOnlyList<SimulatedRoute> All { get; } =
    [
        new("POST", "/v1/chat/completions", ChatEndpoint.AnswerAsync) { Kind = ModelKind.Chat },
        new("POST", "/v1/completions", CompletionsEndpoint.AnswerAsync) { Kind = ModelKind.Chat },
        new("POST", "/v1/responses", ResponsesEndpoint.AnswerAsync) { Kind = ModelKind.Chat },
        new("GET", "/v1/responses/{id}", ResponsesEndpoint.GetAsync),
        new("DELETE", "/v1/responses/{id}", ResponsesEndpoint.DeleteAsync),
        new("POST", "/v1/embeddings", EmbeddingsEndpoint.AnswerAsync) { Kind = ModelKind.Embedding },
        new("POST", "/v1/rerank", RerankEndpoint.AnswerAsync) { Kind = ModelKind.Rerank },
        new("POST", "/v1/moderations", ModerationsEndpoint.AnswerAsync) { Kind = ModelKind.Moderation, DefaultModel = "sim-moderation" },
        new("POST", "/v1/images/generations", ImagesEndpoint.AnswerAsync) { Kind = ModelKind.Image, DefaultModel = "sim-image" },
        new("POST", "/v1/audio/speech", SpeechEndpoint.AnswerAsync) { Kind = ModelKind.Speech },
        new("POST", "/v1/audio/transcriptions", TranscriptionsEndpoint.TranscribeAsync),
        new("POST", "/v1/audio/translations", TranscriptionsEndpoint.TranslateAsync),
        new("POST", "/v1/files", FilesEndpoint.UploadAsync),
        new("GET", "/v1/files", FilesEndpoint.ListAsync),
        new("GET", "/v1/files/{id}", FilesEndpoint.GetAsync),
        new("DELETE", "/v1/files/{id}", FilesEndpoint.DeleteAsync),
        new("GET", "/v1/files/{id}/content", FilesEndpoint.ContentAsync),
        new("GET", "/v1/models", ModelsEndpoint.ListAsync),
        new("GET", "/v1/models/{id}", ModelsEndpoint.GetAsync),
    ];

    /// <summary>The route of a request, or the 404 or 405 that it gets.</summary>
    public static (SimulatedRoute? Route, string Id, SimulatedError? Error) Find(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        string? allowed = null;
        foreach (var route in All)
        {
            if (!route.Matches(path, out var id))
            {
                continue;
            }

            if (route.Method == request.Method)
            {
                return (route, id, null);
            }

            allowed = allowed is null ? route.Method : $"{allowed}, {route.Method}";
        }

        if (allowed is null)
        {
            return (null, "", SimulatedError.NotFound($"Invalid URL ({request.Method} {path})"));
        }

        request.HttpContext.Response.Headers.Allow = allowed;
        var refusal = SimulatedError.Invalid($"Not allowed to {request.Method} on {path}.", code: "method_not_supported");
        return (null, "", refusal with { Status = StatusCodes.Status405MethodNotAllowed });
    }
}
