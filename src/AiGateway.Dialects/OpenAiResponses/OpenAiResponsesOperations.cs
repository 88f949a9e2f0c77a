using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Every path of the Responses API, one row each.</summary>
internal static class OpenAiResponsesOperations
{
    /// <summary>The rows, for the dialect that they belong to.</summary>
    public static IReadOnlyList<Operation> Of(Dialect dialect)
    {
        return
        [
            // A stored prompt may name the model.
            Json("responses_create", "/v1/responses", ModelPlace.BodyOptional) with { Task = OperationTask.Conversation, Codecs = DialectCodecs.Responses, Streams = true, Continuable = true },
            Json("responses_compact", "/v1/responses/compact", ModelPlace.BodyOptional),
            Json("responses_input_tokens", "/v1/responses/input_tokens", ModelPlace.BodyOptional) with { Task = OperationTask.CountTokens, Codecs = DialectCodecs.Responses },

            Account("GET", "responses_retrieve", "/v1/responses/{id}"),
            Account("DELETE", "responses_delete", "/v1/responses/{id}"),
            Account("POST", "responses_cancel", "/v1/responses/{id}/cancel"),
            Account("GET", "responses_input_items_list", "/v1/responses/{id}/input_items"),

            Account("POST", "conversations_create", "/v1/conversations") with { Body = BodyKind.Json },
            Account("GET", "conversations_retrieve", "/v1/conversations/{id}"),
            Account("POST", "conversations_update", "/v1/conversations/{id}") with { Body = BodyKind.Json },
            Account("DELETE", "conversations_delete", "/v1/conversations/{id}"),
            Account("GET", "conversations_items_list", "/v1/conversations/{id}/items"),
            Account("POST", "conversations_items_create", "/v1/conversations/{id}/items") with { Body = BodyKind.Json },
            Account("GET", "conversations_items_retrieve", "/v1/conversations/{id}/items/{item_id}"),
            Account("DELETE", "conversations_items_delete", "/v1/conversations/{id}/items/{item_id}"),
        ];

        Operation Json(string name, string path, ModelPlace model) =>
            new() { Name = name, Method = "POST", Path = path, Dialect = dialect, Body = BodyKind.Json, Model = model, Aliases = OpenAiPaths.AliasesFor(model) };

        Operation Account(string method, string name, string path) =>
            new() { Name = name, Method = method, Path = path, Dialect = dialect, AccountObjects = true };
    }
}
