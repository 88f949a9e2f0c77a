using System.Net;

namespace AiGateway.Tests.Demo;

public sealed class FilesTests
{
    [Fact]
    public async Task A_file_lives_from_upload_to_deletion()
    {
        await using var server = await SimulatedServer.StartAsync();
        var content = "{\"a\":1}\n"u8.ToArray();
        using var uploaded = await UploadAsync(server, content);
        var file = await SimulatedServer.ReadAsync(uploaded);
        var id = file.GetProperty("id").GetString();
        Assert.Equal("file", file.GetProperty("object").GetString());
        Assert.Equal(content.Length, file.GetProperty("bytes").GetInt32());
        Assert.Equal("训练.jsonl", file.GetProperty("filename").GetString());
        Assert.Equal("batch", file.GetProperty("purpose").GetString());

        Assert.Equal(file.GetRawText(), await server.Client.GetStringAsync($"files/{id}", SimulatedServer.Cancelled));
        Assert.Equal(content, await server.Client.GetByteArrayAsync($"files/{id}/content", SimulatedServer.Cancelled));
        using var list = await server.Client.GetAsync("files", SimulatedServer.Cancelled);
        Assert.Equal(id, Assert.Single((await SimulatedServer.ReadAsync(list)).GetProperty("data").EnumerateArray()).GetProperty("id").GetString());

        using var deleted = await server.Client.DeleteAsync(new Uri($"files/{id}", UriKind.Relative), SimulatedServer.Cancelled);
        Assert.True((await SimulatedServer.ReadAsync(deleted)).GetProperty("deleted").GetBoolean());
        using var gone = await server.Client.GetAsync($"files/{id}/content", SimulatedServer.Cancelled);
        await SimulatedServer.ErrorAsync(gone, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_takes_no_room()
    {
        await using var server = await SimulatedServer.StartAsync();
        var large = new byte[40 * 1024 * 1024];
        using var first = await UploadAsync(server, large);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await UploadAsync(server, large);
        await SimulatedServer.ErrorAsync(second, HttpStatusCode.RequestEntityTooLarge);
        var id = (await SimulatedServer.ReadAsync(first)).GetProperty("id").GetString();
        using var deleted = await server.Client.DeleteAsync(new Uri($"files/{id}", UriKind.Relative), SimulatedServer.Cancelled);
        using var third = await UploadAsync(server, large);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task A_file_needs_a_purpose()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a" } };
        using var response = await server.Client.PostAsync("files", form, SimulatedServer.Cancelled);
        Assert.Equal("purpose", (await SimulatedServer.ErrorAsync(response, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    private static async Task<HttpResponseMessage> UploadAsync(SimulatedServer server, byte[] content)
    {
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new ByteArrayContent(content), "file", "训练.jsonl" } };
        return await server.Client.PostAsync("files", form, SimulatedServer.Cancelled);
    }
}
