using System.Text.Json;

namespace AiGateway.Demo.Files;

/// <summary><c>/v1/files</c>: upload, list, look at, download and delete.</summary>
internal static class FilesEndpoint
{
    public static async ValueTask<SimulatedError?> UploadAsync(SimulatedCall call)
    {
        var store = call.State.Files;
        using var content = new MemoryStream();
        var kept = false;
        try
        {
            var (form, error) = await UploadForm.ReadAsync(call, piece =>
            {
                if (!store.TryReserve(piece.Length))
                {
                    return false;
                }

                content.Write(piece.Span);
                return true;
            });
            if (error is not null)
            {
                return error;
            }

            if (form.Field("purpose") is not { Length: > 0 } purpose)
            {
                return SimulatedError.Missing("purpose");
            }

            var file = new StoredFile("file-" + SimulatedCall.NewId(), call.Created, form.FileName!, purpose, content.ToArray());
            kept = store.TryAdd(file);
            return kept
                ? await call.SendJsonAsync(Json.Object(file, Write))
                : SimulatedError.Invalid($"This simulated provider keeps at most {FileStore.MostFiles} files.", "file");
        }
        finally
        {
            if (!kept)
            {
                store.Release(content.Length);
            }
        }
    }

    public static ValueTask<SimulatedError?> ListAsync(SimulatedCall call) => call.SendJsonAsync(Json.Object(call.State.Files.List(), static (json, files) =>
    {
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var file in files)
        {
            json.WriteStartObject();
            Write(json, file);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more", false);
    }));

    public static async ValueTask<SimulatedError?> GetAsync(SimulatedCall call) => call.State.Files.Find(call.Id) is { } file
        ? await call.SendJsonAsync(Json.Object(file, Write))
        : NotFound(call.Id);

    public static async ValueTask<SimulatedError?> ContentAsync(SimulatedCall call) => call.State.Files.Find(call.Id) is { } file
        ? await call.SendAsync("application/octet-stream", file.Content)
        : NotFound(call.Id);

    public static async ValueTask<SimulatedError?> DeleteAsync(SimulatedCall call) => call.State.Files.Remove(call.Id)
        ? await call.SendJsonAsync(Json.Object(call.Id, static (json, id) =>
        {
            json.WriteString("id", id);
            json.WriteString("object", "file");
            json.WriteBoolean("deleted", true);
        }))
        : NotFound(call.Id);

    private static SimulatedError NotFound(string id) => SimulatedError.NotFound($"No such File object: {id}", "id");

    private static void Write(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteString("id", file.Id);
        json.WriteString("object", "file");
        json.WriteNumber("bytes", file.Content.Length);
        json.WriteNumber("created_at", file.Created);
        json.WriteString("filename", file.Name);
        json.WriteString("purpose", file.Purpose);
        json.WriteString("status", "processed");
    }
}
