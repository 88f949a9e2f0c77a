using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Deployment;

/// <summary>The bill of materials that is published beside the executable.</summary>
public sealed partial class SbomTests
{
    [Fact]
    public async Task It_names_what_is_linked_with_version_licence_and_hash_and_is_the_same_each_time()
    {
        var text = await WriteAsync();
        Assert.Equal(text, await WriteAsync());

        using var sbom = JsonDocument.Parse(text);
        var root = sbom.RootElement;
        Assert.Equal("CycloneDX", root.GetProperty("bomFormat").GetString());
        Assert.Equal("1.6", root.GetProperty("specVersion").GetString());
        Assert.Equal(Repository.Version, root.GetProperty("metadata").GetProperty("component").GetProperty("version").GetString());

        var parts = root.GetProperty("components").EnumerateArray().ToDictionary(part => part.GetProperty("name").GetString()!);
        using var locked = JsonDocument.Parse(Repository.Read("src/AiGateway/packages.lock.json"));
        var package = locked.RootElement.GetProperty("dependencies").GetProperty("net10.0").GetProperty("prometheus-net");
        Assert.Equal(package.GetProperty("resolved").GetString(), parts["prometheus-net"].GetProperty("version").GetString());
        Assert.Contains(parts.Keys, name => name.StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal));
        Assert.Contains(parts.Keys, name => name.StartsWith("Microsoft.AspNetCore.App.Runtime.", StringComparison.Ordinal));
        Assert.All(parts.Values, part =>
        {
            Assert.Equal("MIT", part.GetProperty("licenses")[0].GetProperty("expression").GetString());
            Assert.Matches(Sha512(), part.GetProperty("hashes")[0].GetProperty("content").GetString()!);
            Assert.Equal($"pkg:nuget/{part.GetProperty("name")}@{part.GetProperty("version")}", part.GetProperty("purl").GetString());
        });
        Assert.Equal(
            parts.Values.Select(part => part.GetProperty("bom-ref").GetString()).Order(),
            root.GetProperty("dependencies")[0].GetProperty("dependsOn").EnumerateArray().Select(part => part.GetString()).Order());
    }

    [Fact]
    public async Task Every_package_that_is_linked_has_its_notice()
    {
        using var sbom = JsonDocument.Parse(await WriteAsync());
        var notices = Repository.Read("THIRD-PARTY-NOTICES.md");
        Assert.All(sbom.RootElement.GetProperty("components").EnumerateArray(), part =>
        {
            var name = part.GetProperty("name").GetString()!;
            var notice = name.StartsWith("Microsoft.NETCore.App.", StringComparison.Ordinal) ? ".NET runtime and libraries"
                : name.StartsWith("Microsoft.AspNetCore.App.", StringComparison.Ordinal) ? "ASP.NET Core"
                : name;
            Assert.Contains($"[{notice}]", notices);
        });
    }

    private static async Task<string> WriteAsync()
    {
        var file = Path.GetTempFileName();
        var start = new ProcessStartInfo(
            "dotnet", ["msbuild", Repository.PathOf("src/AiGateway"), "-nologo", "-nodeReuse:false", "-t:WriteSbom", "-p:_IsPublishing=true", "-p:Configuration=Release", $"-p:SbomFile={file}"])
        {
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, output);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        return text;
    }

    [GeneratedRegex("^[0-9a-f]{128}$")]
    private static partial Regex Sha512();
}
