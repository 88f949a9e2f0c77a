using System.Net;
using System.Text.RegularExpressions;
using AiGateway.Demo.Models;

namespace AiGateway.Tests.Demo;

public sealed partial class SimulatedModelsTests
{
    [Fact]
    public async Task The_list_has_every_model_in_openais_shape()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var response = await server.Client.GetAsync("models", SimulatedServer.Cancelled);
        var list = await SimulatedServer.ReadAsync(response);
        Assert.Equal("list", list.GetProperty("object").GetString());
        var models = list.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(SimulatedModels.All.Where(model => !model.IsPattern).Select(model => model.Name), models.Select(model => model.GetProperty("id").GetString()));
        Assert.All(models, model => Assert.Equal(["id", "object", "created", "owned_by"], model.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task A_model_can_be_looked_up()
    {
        await using var server = await SimulatedServer.StartAsync();
        using var known = await server.Client.GetAsync("models/sim-chat", SimulatedServer.Cancelled);
        Assert.Equal("sim-chat", (await SimulatedServer.ReadAsync(known)).GetProperty("id").GetString());
        using var unknown = await server.Client.GetAsync("models/gpt-x", SimulatedServer.Cancelled);
        Assert.Equal("model_not_found", (await SimulatedServer.ErrorAsync(unknown, HttpStatusCode.NotFound)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("gpt-x", "model_not_found")]
    [InlineData("sim-slow-ms", "model_not_found")]
    [InlineData("sim-slow--1ms", "model_not_found")]
    [InlineData("sim-slow-<n>ms", "model_not_found")]
    [InlineData("sim-slow-600001ms", "model_not_found")]
    [InlineData("sim-embedding", null)]
    public async Task A_model_that_is_unknown_or_for_something_else_is_not_found(string model, string? code)
    {
        await using var server = await SimulatedServer.StartAsync();
        var error = await server.RefusalAsync("chat/completions", SimulatedServer.ChatBody("Hi", model: model), HttpStatusCode.NotFound);
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal("model", error.GetProperty("param").GetString());
        Assert.Contains(model, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_model_must_be_named()
    {
        await using var server = await SimulatedServer.StartAsync();
        var error = await server.RefusalAsync("chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""", HttpStatusCode.BadRequest);
        Assert.Equal("you must provide a model parameter", error.GetProperty("message").GetString());
    }

    [Fact]
    public void The_page_shows_the_same_table() =>
        Assert.Equal(SimulatedModels.All.Select(model => (model.Name, model.Summary)).Order(), Rows("demo.md").Order());

    [Fact]
    public void The_Chinese_page_has_the_same_models_and_headings()
    {
        Assert.Equal(Rows("demo.md").Select(row => row.Name), Rows("demo.zh-CN.md").Select(row => row.Name));
        Assert.Equal(Headings("demo.md"), Headings("demo.zh-CN.md"));
    }

    private static List<(string Name, string Summary)> Rows(string page) =>
        [.. Row().Matches(Read(page)).Select(row => (row.Groups[1].Value, row.Groups[2].Value))];

    // Their levels: the words are in another language.
    private static List<string> Headings(string page) => [.. Heading().Matches(Read(page)).Select(heading => heading.Groups[1].Value)];

    private static string Read(string page)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AiGateway.slnx")))
        {
            directory = directory.Parent ?? throw new FileNotFoundException("AiGateway.slnx");
        }

        return File.ReadAllText(Path.Combine(directory.FullName, "docs", page));
    }

    [GeneratedRegex(@"^\| `(sim-[^`]+)` \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^(#+) ", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
