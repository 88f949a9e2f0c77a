using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Demo;

namespace AiGateway.Tests.Demo;

/// <summary>A simulated provider on a port of its own, and a client for it.</summary>
internal sealed class SimulatedServer : IAsyncDisposable
{
    private readonly SimulatedProvider _provider;

    private SimulatedServer(SimulatedProvider provider, HurriedTime time)
    {
        _provider = provider;
        Time = time;
        Client = new HttpClient { BaseAddress = new Uri(provider.BaseAddress + "/") };
    }

    public HurriedTime Time { get; }

    public HttpClient Client { get; }

    public Uri BaseAddress => _provider.BaseAddress;

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="clock">The clock of the provider; by default one whose timers ring at once.</param>
    public static async Task<SimulatedServer> StartAsync(TimeProvider? clock = null)
    {
        var time = new HurriedTime();
        return new SimulatedServer(await SimulatedProvider.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), clock ?? time, null, Cancelled), time);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _provider.DisposeAsync();
    }

    /// <summary>Sends JSON and returns as soon as the head of the answer is there.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", "any");
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    /// <summary>Sends JSON that must be answered with a 200, and returns that answer.</summary>
    public async Task<JsonElement> AskAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        var answer = await ReadAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return answer;
    }

    /// <summary>Sends JSON that must be refused, and returns the member <c>error</c>.</summary>
    public async Task<JsonElement> RefusalAsync(string path, string json, HttpStatusCode status)
    {
        using var response = await PostAsync(path, json);
        return await ErrorAsync(response, status);
    }

    public static async Task<JsonElement> ErrorAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        var error = (await ReadAsync(response)).GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        return error;
    }

    /// <summary>Asks for a chat answer to one message. The members are added to the request: <c>"n":2</c>.</summary>
    public Task<JsonElement> ChatAsync(string question, string members = "", string model = "sim-chat") =>
        AskAsync("chat/completions", ChatBody(question, members, model));

    /// <summary>As <see cref="ChatAsync"/>, as a stream.</summary>
    public Task<List<ServerSentEvent>> ChatStreamAsync(string question, string members = "", string model = "sim-chat") =>
        StreamAsync("chat/completions", ChatBody(question, "\"stream\":true" + (members.Length == 0 ? "" : "," + members), model));

    public static string ChatBody(string question, string members = "", string model = "sim-chat") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":{{JsonSerializer.Serialize(question)}}}]{{(members.Length == 0 ? "" : "," + members)}}}""";

    /// <summary>Sends JSON that must be answered with a stream, and returns all of it.</summary>
    public async Task<List<ServerSentEvent>> StreamAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return ServerSentEvent.Parse(await response.Content.ReadAsStringAsync(Cancelled));
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(Cancelled));
}
