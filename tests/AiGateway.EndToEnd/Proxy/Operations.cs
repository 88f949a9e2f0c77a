using System.Text;

namespace AiGateway.EndToEnd.Proxy;

/// <summary>Every path of the contract that is OpenAI's, with a body fit for it.</summary>
public static class Operations
{
    private const string Multipart = "multipart/form-data; boundary=frontier";

    private static readonly (string Method, string Path, string? ContentType)[] Table =
    [
        ("POST", "/v1/chat/completions", "application/json"),
        ("POST", "/v1/completions", "application/json"),
        ("POST", "/v1/responses", "application/json"),
        ("POST", "/v1/responses/compact", "application/json"),
        ("POST", "/v1/responses/input_tokens", "application/json"),
        ("GET", "/v1/responses/resp_1", null),
        ("DELETE", "/v1/responses/resp_1", null),
        ("POST", "/v1/responses/resp_1/cancel", null),
        ("GET", "/v1/responses/resp_1/input_items", null),
        ("POST", "/v1/conversations", "application/json"),
        ("GET", "/v1/conversations/conv_1", null),
        ("POST", "/v1/conversations/conv_1", "application/json"),
        ("DELETE", "/v1/conversations/conv_1", null),
        ("POST", "/v1/conversations/conv_1/items", "application/json"),
        ("GET", "/v1/conversations/conv_1/items", null),
        ("GET", "/v1/conversations/conv_1/items/msg_1", null),
        ("DELETE", "/v1/conversations/conv_1/items/msg_1", null),
        ("POST", "/v1/embeddings", "application/json"),
        ("POST", "/v1/moderations", "application/json"),
        ("POST", "/v1/rerank", "application/json"),
        ("POST", "/v1/images/generations", "application/json"),
        ("POST", "/v1/images/edits", Multipart),
        ("POST", "/v1/images/edits", "application/json"),
        ("POST", "/v1/images/variations", Multipart),
        ("POST", "/v1/audio/speech", "application/json"),
        ("POST", "/v1/audio/transcriptions", Multipart),
        ("POST", "/v1/audio/translations", Multipart),
        ("GET", "/v1/models", null),
        ("GET", "/v1/models/qwen-plus", null),
        ("POST", "/v1/files", Multipart),
        ("GET", "/v1/files", null),
        ("GET", "/v1/files/file-1", null),
        ("DELETE", "/v1/files/file-1", null),
        ("GET", "/v1/files/file-1/content", null),
        ("POST", "/v1/uploads", "application/json"),
        ("POST", "/v1/uploads/upload_1/parts", Multipart),
        ("POST", "/v1/uploads/upload_1/complete", "application/json"),
        ("POST", "/v1/uploads/upload_1/cancel", null),
        ("POST", "/v1/batches", "application/json"),
        ("GET", "/v1/batches", null),
        ("GET", "/v1/batches/batch_1", null),
        ("POST", "/v1/batches/batch_1/cancel", null),
    ];

    public static TheoryData<string, string, string?> All { get; } = new(Table.Select(row => new TheoryDataRow<string, string, string?>(row.Method, row.Path, row.ContentType)));

    /// <summary>What belongs to the provider's account, so that with several keys nobody may have it.</summary>
    public static TheoryData<string, string, string?> OfTheAccount { get; } = new(
        Table.Where(row => row.Path.Contains("_1", StringComparison.Ordinal)
                || row.Path.StartsWith("/v1/files", StringComparison.Ordinal)
                || row.Path is "/v1/uploads" or "/v1/batches" or "/v1/conversations")
            .Select(row => new TheoryDataRow<string, string, string?>(row.Method, row.Path, row.ContentType)));

    public static CallerRequest Request(string method, string target, string? contentType) => new(method, target)
    {
        ContentType = contentType,
        Body = contentType switch
        {
            null => null,
            Multipart => MultipartBody,
            _ => Encoding.UTF8.GetBytes("""{"model":"qwen-plus","input":"Hi","purpose":"assistants"}"""),
        },
    };

    /// <summary>A form with a field before and one after a file of bytes that no text encoding survives.</summary>
    public static byte[] MultipartBody { get; } =
    [
        .. "--frontier\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nassistants\r\n"u8,
        .. "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\\\"b.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n"u8,
        .. Enumerable.Range(0, 256).Select(value => (byte)value),
        .. "\r\n--frontier\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--frontier--\r\n"u8,
    ];
}
