using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace AiGateway.Tests.Demo;

public sealed class MediaTests
{
    [Fact]
    public async Task Speech_is_a_WAV_file_as_long_as_the_text()
    {
        await using var server = await SimulatedServer.StartAsync();
        var one = await SpeakAsync(server, "ten chars.", "");
        var two = await SpeakAsync(server, "ten chars.ten chars.", "");
        Assert.Equal("RIFF", Encoding.ASCII.GetString(one, 0, 4));
        Assert.Equal("WAVE", Encoding.ASCII.GetString(one, 8, 4));
        Assert.Equal(one.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(one.AsSpan(4)));
        Assert.Equal(one.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(one.AsSpan(40)));
        Assert.Equal(24_000 * 2 * 6 / 10, one.Length - 44);
        Assert.Equal((one.Length - 44) * 2, two.Length - 44);
        Assert.Contains(one.AsSpan(44).ToArray(), value => value != 0);
        Assert.Equal(one.Length - 44, (await SpeakAsync(server, "ten chars.", ",\"response_format\":\"pcm\"")).Length);
        Assert.Equal((one.Length - 44) / 2, (await SpeakAsync(server, "ten chars.", ",\"speed\":2")).Length - 44);
    }

    [Fact]
    public async Task Speech_can_come_as_events()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.StreamAsync("audio/speech", """{"model":"sim-speech","input":"Hello","voice":"alloy","stream_format":"sse"}""");
        Assert.Equal("speech.audio.done", events[^1].Name);
        var audio = events[..^1].SelectMany(one => one.Json.GetProperty("audio").GetBytesFromBase64()).ToArray();
        Assert.Equal(await SpeakAsync(server, "Hello", ""), audio);
    }

    [Theory]
    [InlineData("""{"model":"sim-speech","voice":"alloy"}""", "input")]
    [InlineData("""{"model":"sim-speech","input":"Hi"}""", "voice")]
    [InlineData("""{"model":"sim-speech","input":"Hi","voice":"alloy","speed":9}""", "speed")]
    [InlineData("""{"model":"sim-speech","input":"Hi","voice":"alloy","response_format":"midi"}""", "response_format")]
    public async Task A_bad_field_is_named(string body, string param)
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.Equal(param, (await server.RefusalAsync("audio/speech", body, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("json", "application/json", """{"text":"This is a simulated transcription of talk.mp3, 16000 bytes.","usage":{"type":"duration","seconds":2}}""")]
    [InlineData("text", "text/plain", "This is a simulated transcription of talk.mp3, 16000 bytes.\n")]
    [InlineData("srt", "text/plain", "1\n00:00:00,000 --> 00:00:02,000\nThis is a simulated transcription of talk.mp3, 16000 bytes.\n\n")]
    [InlineData("vtt", "text/plain", "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nThis is a simulated transcription of talk.mp3, 16000 bytes.\n\n")]
    public async Task A_transcription_tells_name_and_size_of_the_file(string format, string type, string expected)
    {
        await using var server = await SimulatedServer.StartAsync();
        using var response = await server.Client.PostAsync("audio/transcriptions", Form(("response_format", format)), SimulatedServer.Cancelled);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(SimulatedServer.Cancelled));
    }

    [Fact]
    public async Task A_verbose_transcription_has_segments_and_a_translation_says_so()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var verbose = await server.Client.PostAsync("audio/translations", Form(("response_format", "verbose_json")), SimulatedServer.Cancelled);
        var json = await SimulatedServer.ReadAsync(verbose);
        Assert.Equal("translate", json.GetProperty("task").GetString());
        Assert.Equal(2, json.GetProperty("duration").GetDouble());
        Assert.Equal("This is a simulated translation of talk.mp3, 16000 bytes.", json.GetProperty("segments")[0].GetProperty("text").GetString());
        using var chinese = await server.Client.PostAsync("audio/transcriptions", Form(("language", "zh")), SimulatedServer.Cancelled);
        Assert.StartsWith("这是文件 talk.mp3", (await SimulatedServer.ReadAsync(chinese)).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_transcription_can_be_streamed()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var response = await server.Client.PostAsync("audio/transcriptions", Form(("stream", "true")), SimulatedServer.Cancelled);
        var events = ServerSentEvent.Parse(await response.Content.ReadAsStringAsync(SimulatedServer.Cancelled));
        Assert.Equal("transcript.text.done", events[^1].Name);
        Assert.Equal(events[^1].Json.GetProperty("text").GetString(), string.Concat(events[..^1].Select(one => one.Json.GetProperty("delta").GetString())));
    }

    [Fact]
    public async Task A_faulty_model_fails_on_uploads_too()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var response = await server.Client.PostAsync("audio/transcriptions", Form("sim-error-429"), SimulatedServer.Cancelled);
        Assert.Equal("rate_limit_exceeded", (await SimulatedServer.ErrorAsync(response, HttpStatusCode.TooManyRequests)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_upload_that_is_no_form_is_refused()
    {
        await using var server = await SimulatedServer.StartAsync();
        await server.RefusalAsync("audio/transcriptions", "{}", HttpStatusCode.BadRequest);
        using var broken = new StringContent("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf");
        broken.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var response = await server.Client.PostAsync("audio/transcriptions", broken, SimulatedServer.Cancelled);
        await SimulatedServer.ErrorAsync(response, HttpStatusCode.BadRequest);
        using var empty = await server.Client.PostAsync("audio/transcriptions", new MultipartFormDataContent { { new StringContent("sim-transcribe"), "model" } }, SimulatedServer.Cancelled);
        Assert.Equal("file", (await SimulatedServer.ErrorAsync(empty, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task An_image_is_a_PNG_of_the_size_asked_for()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("images/generations", """{"prompt":"a red fox","n":2,"size":"60x40"}""");
        var images = answer.GetProperty("data").EnumerateArray().Select(image => image.GetProperty("b64_json").GetBytesFromBase64()).ToList();
        Assert.Equal(2, images.Count);
        Assert.NotEqual(images[0], images[1]);
        var chunks = Chunks(images[0]);
        Assert.Equal(["IHDR", "PLTE", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal((60, 40), (BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data), BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data.AsSpan(4))));
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[2].Data), CompressionMode.Decompress))
        {
            zlib.CopyTo(pixels);
        }

        Assert.Equal((60 + 1) * 40, pixels.Length);
    }

    [Fact]
    public async Task An_image_can_come_as_a_data_URL()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("images/generations", """{"model":"sim-image","prompt":"a red fox","response_format":"url"}""");
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", answer.GetProperty("data")[0].GetProperty("url").GetString());
        Assert.Equal("size", (await server.RefusalAsync("images/generations", """{"prompt":"a","size":"9999x1"}""", HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    private static async Task<byte[]> SpeakAsync(SimulatedServer server, string text, string members)
    {
        using var response = await server.PostAsync("audio/speech", $$"""{"model":"sim-speech","input":"{{text}}","voice":"alloy"{{members}}}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(SimulatedServer.Cancelled);
    }

    private static MultipartFormDataContent Form(string model) => Form(model, []);

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields) => Form("sim-transcribe", fields);

    // The model comes after the file, as it may.
    private static MultipartFormDataContent Form(string model, (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[16_000]), "file", "talk.mp3" }, { new StringContent(model), "model" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var data = png.AsSpan(at + 8, length).ToArray();
            Assert.Equal(Crc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), data));
            at += 12 + length;
        }

        return chunks;
    }

    // From the definition: the remainder of a division of polynomials, bit by bit.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var remainder = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var top = (remainder ^ (uint)(value >> bit)) & 1;
                remainder >>= 1;
                remainder ^= top == 1 ? 0xEDB88320u : 0;
            }
        }

        return remainder ^ 0xFFFFFFFFu;
    }
}
