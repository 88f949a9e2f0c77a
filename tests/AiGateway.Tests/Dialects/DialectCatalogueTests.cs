using AiGateway.Dialects;

namespace AiGateway.Tests.Dialects;

public sealed class DialectCatalogueTests
{
    private static readonly Operation[] s_operations = [.. DialectCatalogue.All.SelectMany(dialect => dialect.Operations)];

    [Fact]
    public void Every_operation_has_a_name_and_a_path_of_its_own()
    {
        Assert.Equal(s_operations.Length, s_operations.Select(operation => operation.Name).Distinct().Count());
        Assert.Equal(s_operations.Length, s_operations.Select(operation => (operation.Method, operation.Path, operation.OnlyWith)).Distinct().Count());
        Assert.All(s_operations, operation => Assert.Matches("^/v1(beta)?/", operation.Path));
        Assert.All(s_operations, operation => Assert.Matches("^[a-z_]+$", operation.Name));
    }

    [Fact]
    public void Every_operation_belongs_to_the_dialect_that_lists_it() =>
        Assert.All(DialectCatalogue.All, dialect => Assert.All(dialect.Operations, operation => Assert.Same(dialect, operation.Dialect)));

    [Theory]
    [InlineData("POST", "/v1/chat/completions", BodyKind.Json, ModelPlace.Body)]
    [InlineData("POST", "/v1/completions", BodyKind.Json, ModelPlace.Body)]
    [InlineData("POST", "/v1/embeddings", BodyKind.Json, ModelPlace.Body)]
    [InlineData("POST", "/v1/rerank", BodyKind.Json, ModelPlace.Body)]
    [InlineData("POST", "/v1/moderations", BodyKind.Json, ModelPlace.BodyOptional)]
    [InlineData("POST", "/v1/images/generations", BodyKind.Json, ModelPlace.BodyOptional)]
    [InlineData("POST", "/v1/images/edits", BodyKind.Multipart, ModelPlace.BodyOptional)]
    [InlineData("POST", "/v1/images/variations", BodyKind.Multipart, ModelPlace.BodyOptional)]
    [InlineData("POST", "/v1/audio/speech", BodyKind.Json, ModelPlace.Body)]
    [InlineData("POST", "/v1/audio/transcriptions", BodyKind.Multipart, ModelPlace.Body)]
    [InlineData("POST", "/v1/audio/translations", BodyKind.Multipart, ModelPlace.Body)]
    [InlineData("POST", "/v1/responses", BodyKind.Json, ModelPlace.BodyOptional)]
    [InlineData("POST", "/v1/files", BodyKind.Opaque, ModelPlace.Nowhere)]
    [InlineData("POST", "/v1/uploads/{id}/parts", BodyKind.Opaque, ModelPlace.Nowhere)]
    [InlineData("POST", "/v1/batches", BodyKind.Json, ModelPlace.Nowhere)]
    [InlineData("GET", "/v1beta/models/{id}", BodyKind.None, ModelPlace.Nowhere)]
    [InlineData("POST", "/v1/messages", BodyKind.Json, ModelPlace.Body)]
    [InlineData("POST", "/v1/messages/count_tokens", BodyKind.Json, ModelPlace.Body)]
    [InlineData("POST", "/v1beta/models/{model}:generateContent", BodyKind.Json, ModelPlace.Path)]
    [InlineData("POST", "/v1beta/models/{model}:streamGenerateContent", BodyKind.Json, ModelPlace.Path)]
    [InlineData("POST", "/v1beta/models/{model}:countTokens", BodyKind.Json, ModelPlace.Path)]
    [InlineData("POST", "/v1beta/models/{model}:embedContent", BodyKind.Json, ModelPlace.Path)]
    public void A_path_of_the_contract_is_read_as_it_says(string method, string path, BodyKind body, ModelPlace model)
    {
        var operation = Assert.Single(s_operations, operation => operation.Method == method && operation.Path == path);
        Assert.Equal(body, operation.Body);
        Assert.Equal(model, operation.Model);
    }

    [Fact]
    public void What_belongs_to_the_account_is_marked()
    {
        string[] roots = ["/v1/files", "/v1/uploads", "/v1/batches", "/v1/conversations", "/v1/responses/{id}"];
        Assert.All(s_operations, operation => Assert.Equal(
            roots.Any(root => operation.Path.StartsWith(root, StringComparison.Ordinal)), operation.AccountObjects));
    }

    [Fact]
    public void Only_chat_and_legacy_completions_tell_usage_on_request() => Assert.Equal(
        ["chat_completions", "completions"], s_operations.Where(operation => operation.UsageOnRequest).Select(operation => operation.Name));

    [Fact]
    public void A_model_in_the_path_has_its_place_there() => Assert.All(
        s_operations, operation => Assert.Equal(operation.Model == ModelPlace.Path, operation.Path.Contains("{model}", StringComparison.Ordinal)));

    [Fact]
    public void Whatever_is_a_conversation_can_be_read_and_written() => Assert.All(
        s_operations,
        operation => Assert.True(operation.Task is not OperationTask.Conversation || operation.Codecs is not null, operation.Name));

    [Fact]
    public void Each_dialect_is_found_by_what_is_to_be_done()
    {
        Assert.Equal(
            ["chat_completions", "responses_create", "messages", "generate_content"],
            DialectCatalogue.All.Select(dialect => dialect.Find(OperationTask.Conversation, streams: false)?.Name).OfType<string>());
        Assert.Equal(
            ["chat_completions", "responses_create", "messages", "stream_generate_content"],
            DialectCatalogue.All.Select(dialect => dialect.Find(OperationTask.Conversation, streams: true)?.Name).OfType<string>());
        Assert.Equal(
            ["responses_input_tokens", "messages_count_tokens", "count_tokens"],
            DialectCatalogue.All.Select(dialect => dialect.Find(OperationTask.CountTokens, streams: false)?.Name).OfType<string>());
        Assert.Equal(
            ["models_list", "anthropic_models_list", "gemini_models_list"],
            DialectCatalogue.All.Select(dialect => dialect.Find(OperationTask.ListModels, streams: false)?.Name).OfType<string>());
    }

    [Fact]
    public void Reads_and_deletions_have_no_body() => Assert.All(
        s_operations.Where(operation => operation.Method is "GET" or "DELETE"), operation => Assert.Equal(BodyKind.None, operation.Body));

    [Fact]
    public void Speech_and_file_contents_pass_unread() => Assert.Equal(
        ["audio_speech", "files_content"], s_operations.Where(operation => operation.Answer == AnswerKind.Opaque).Select(operation => operation.Name));
}
