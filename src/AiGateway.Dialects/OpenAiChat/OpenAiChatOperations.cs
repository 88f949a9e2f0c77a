using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Every path of OpenAI's API but Responses and conversations, one row each.</summary>
internal static class OpenAiChatOperations
{
    /// <summary>The name of legacy completions, whose requests and chunks differ from chat.</summary>
    public const string Completions = "completions";

    /// <summary>The rows, for the dialect that they belong to.</summary>
    public static IReadOnlyList<Operation> Of(Dialect dialect)
    {
        return
        [
            Json("chat_completions", "/v1/chat/completions", ModelPlace.Body) with
            {
                Task = OperationTask.Conversation, Codecs = DialectCodecs.Chat, Streams = true, UsageOnRequest = true, Continuable = true,
            },
            Json(Completions, "/v1/completions", ModelPlace.Body) with
            {
                Task = OperationTask.Conversation, Codecs = DialectCodecs.Completions, Streams = true, UsageOnRequest = true, Continuable = true,
            },
            Json("embeddings", "/v1/embeddings", ModelPlace.Body) with { Task = OperationTask.Embeddings, Vectors = OpenAiEmbeddings.Instance },
            Json("rerank", "/v1/rerank", ModelPlace.Body) with { Task = OperationTask.Rerank },
            Json("moderations", "/v1/moderations", ModelPlace.BodyOptional),

            Json("images_generations", "/v1/images/generations", ModelPlace.BodyOptional) with { Streams = true },
            Form("images_edits", "/v1/images/edits", ModelPlace.BodyOptional) with { Streams = true },
            Form("images_variations", "/v1/images/variations", ModelPlace.BodyOptional),

            Json("audio_speech", "/v1/audio/speech", ModelPlace.Body) with { Answer = AnswerKind.Opaque },
            Form("audio_transcriptions", "/v1/audio/transcriptions", ModelPlace.Body),
            Form("audio_translations", "/v1/audio/translations", ModelPlace.Body),

            Get("models_list", "/v1/models") with { Task = OperationTask.ListModels, Models = ModelsQuestion.All },
            Get("models_retrieve", "/v1/models/{id}") with { Models = ModelsQuestion.One },

            Upload("files_create", "/v1/files"),
            Account(Get("files_list", "/v1/files")),
            Account(Get("files_retrieve", "/v1/files/{id}")),
            Account(Delete("files_delete", "/v1/files/{id}")),
            Account(Get("files_content", "/v1/files/{id}/content")) with { Answer = AnswerKind.Opaque },

            Account(Json("uploads_create", "/v1/uploads", ModelPlace.Nowhere)),
            Upload("uploads_parts_create", "/v1/uploads/{id}/parts"),
            Account(Json("uploads_complete", "/v1/uploads/{id}/complete", ModelPlace.Nowhere)),
            Account(Post("uploads_cancel", "/v1/uploads/{id}/cancel")),

            Account(Json("batches_create", "/v1/batches", ModelPlace.Nowhere)) with { RunsUnseenModels = true },
            Account(Get("batches_list", "/v1/batches")),
            Account(Get("batches_retrieve", "/v1/batches/{id}")),
            Account(Post("batches_cancel", "/v1/batches/{id}/cancel")),
        ];

        Operation Json(string name, string path, ModelPlace model) =>
            new() { Name = name, Method = "POST", Path = path, Dialect = dialect, Body = BodyKind.Json, Model = model, Aliases = OpenAiPaths.AliasesFor(model) };

        Operation Form(string name, string path, ModelPlace model) => Json(name, path, model) with { Body = BodyKind.Multipart };

        Operation Upload(string name, string path) => Account(Json(name, path, ModelPlace.Nowhere)) with { Body = BodyKind.Opaque };

        // Whatever an SDK sends along, an empty object or nothing, says nothing.
        Operation Post(string name, string path) => Json(name, path, ModelPlace.Nowhere) with { Body = BodyKind.None };

        Operation Get(string name, string path) => new() { Name = name, Method = "GET", Path = path, Dialect = dialect };

        Operation Delete(string name, string path) => Get(name, path) with { Method = "DELETE" };

        static Operation Account(Operation operation) => operation with { AccountObjects = true };
    }
}
