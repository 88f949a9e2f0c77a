using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiGateway.Tests.Documents;

/// <summary>The examples of both READMEs, run against the demo. Their code is the same (see <see cref="PagesTests"/>), so each is run once a language.</summary>
public sealed partial class ReadmeTests(DemoProcess demo) : IClassFixture<DemoProcess>
{
    public static TheoryData<string> Readmes => ["README.md", "README.zh-CN.md"];

    [Theory]
    [MemberData(nameof(Readmes))]
    public async Task The_curl_examples_work(string readme)
    {
        var examples = Examples(readme, "bash");
        Assert.Equal(5, examples.Count);
        foreach (var example in examples)
        {
            // -f: an error status is a failure of the command, of any in the block.
            var output = await demo.RunAsync("bash", "set -e\n" + example.Replace("curl ", "curl -sSf ", StringComparison.Ordinal), Repository.Root);
            Assert.NotEmpty(output);
        }
    }

    [Fact]
    public async Task The_first_example_streams_an_answer_to_its_end()
    {
        var output = await demo.RunAsync("bash", Examples("README.md", "bash")[0], Repository.Root);
        Assert.StartsWith("data: {", output);
        Assert.EndsWith("data: [DONE]\n\n", output);
    }

    [Fact]
    public async Task The_line_that_the_demo_prints_works()
    {
        var line = demo.Output.Split('\n').Single(line => line.StartsWith("curl ", StringComparison.Ordinal));
        Assert.EndsWith("data: [DONE]\n\n", await demo.RunAsync("bash", line, Repository.Root));
    }

    [Fact]
    public async Task The_JavaScript_example_works()
    {
        var client = Repository.PathOf("tests/sdk-node");
        Assert.True(Directory.Exists(Path.Combine(client, "node_modules", "openai")), "This machine lacks the openai package: run npm ci in tests/sdk-node.");
        var output = await demo.RunAsync("node", Example("javascript"), client, "--input-type=module", "-");
        Assert.Contains("Hello!", output);
    }

    [Fact]
    public async Task The_CSharp_example_works()
    {
        var directory = Directory.CreateTempSubdirectory("aigateway-readme-");
        try
        {
            var version = OpenAiVersion().Match(Repository.Read("Directory.Packages.props")).Groups[1].Value;
            var program = $"#:package OpenAI@{version}\n#:property PublishAot=false\n" + Example("csharp").Replace("http://127.0.0.1:8080", demo.Address, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "example.cs"), program, TestContext.Current.CancellationToken);
            Assert.Contains("Hello!", await demo.RunAsync("dotnet", "", directory.FullName, "run", "example.cs"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // Its package is not to be had everywhere; that the code is Python at all can be told without it.
    [Fact]
    public async Task The_Python_example_compiles()
    {
        Assert.SkipUnless(IsInstalled("python3"), "This machine lacks python3.");
        await demo.RunAsync("python3", Example("python"), Repository.Root, "-c", "import sys; compile(sys.stdin.read(), 'README.md', 'exec')");
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public async Task The_error_example_is_what_a_wrong_key_gets(string readme)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, demo.Address + "/v1/models") { Headers = { { "Authorization", "Bearer wrong" } } };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var shown = Page.Read(readme).Fences().Single(fence => fence.Language == "json").Text;
        Assert.Equal(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), shown);
    }

    [Theory]
    [InlineData("docs/streaming.md")]
    [InlineData("docs/errors.md")]
    public void The_json_of_the_pages_is_json(string page) =>
        Assert.All(Page.Read(page).Fences().Where(fence => fence.Language == "json"), fence => JsonDocument.Parse(fence.Text).Dispose());

    private static List<string> Examples(string readme, string language) =>
        [.. Page.Read(readme).Fences().Where(fence => fence.IsRun && fence.Language == language).Select(fence => fence.Text)];

    private static string Example(string language) => Assert.Single(Examples("README.md", language));

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("Include=\"OpenAI\" Version=\"([^\"]+)\"")]
    private static partial Regex OpenAiVersion();
}
