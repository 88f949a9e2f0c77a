using AiGateway.Dialects.Providers;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Dialects.Providers;

public sealed class ProviderCatalogueTests
{
    // Where a provider's type may be named outside the library: the environment's default upstream and the demonstration.
    private static readonly string[] s_mayName = ["src/AiGateway.DataPlane/Configuration/EnvironmentProvider.cs", "src/AiGateway/Demo/", "src/AiGateway/Commands/DemoCommand.cs"];

    [Fact]
    public void Every_row_has_a_type_of_its_own_and_a_name() => Assert.All(ProviderCatalogue.All, preset =>
    {
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", preset.Type);
        Assert.Same(preset, ProviderCatalogue.ByType[preset.Type]);
        Assert.NotEmpty(preset.Name);
    });

    [Fact]
    public void Every_row_says_where_the_provider_is_or_why_it_does_not() => Assert.All(ProviderCatalogue.All, preset =>
    {
        Assert.NotEqual(preset.BaseUrl is null, preset.BaseUrlHint is null);
        if (preset.BaseUrl is { } url)
        {
            Assert.True(url.Scheme == "https" || url.IsLoopback, preset.Type);
            Assert.True(url.Query.Length == 0 && url.Fragment.Length == 0 && (url.AbsolutePath == "/" || !url.AbsolutePath.EndsWith('/')), preset.Type);
            Assert.False(url.Port == 8080, "that is the gateway itself");
        }
    });

    [Fact]
    public void Only_servers_of_ones_own_need_no_key() =>
        Assert.All(ProviderCatalogue.All.Where(preset => !preset.NeedsKey), preset => Assert.True(preset.BaseUrl is not { IsLoopback: false }, preset.Type));

    [Fact]
    public void A_surface_asks_for_what_its_dialect_has() => Assert.All(ProviderCatalogue.All.SelectMany(preset => preset.Surfaces), surface =>
    {
        var known = surface.Dialect.Operations.Select(operation => operation.Tail).ToHashSet();
        Assert.Subset(known, surface.Only.ToHashSet());
        Assert.Subset(known, surface.Paths.Select(path => path.Operation).ToHashSet());
        Assert.True(!surface.OmitsModel || surface.Members.Count > 0, "what stands in place of the model");
        Assert.All(surface.Members, member => Assert.Matches("^[a-z_]+ [A-Za-z0-9.-]+$", $"{member.Name} {member.Value}"));
    });

    [Fact]
    public void A_kind_speaks_a_dialect_once_for_each_of_its_models() => Assert.All(ProviderCatalogue.All, preset =>
        Assert.Equal(preset.Surfaces.Count, preset.Surfaces.Select(surface => (surface.Dialect, surface.Models)).Distinct().Count()));

    [Fact]
    public void What_depends_on_a_project_is_made_of_it()
    {
        var preset = ProviderCatalogue.ByType["vertex"];

        Assert.Equal("https://europe-west4-aiplatform.googleapis.com/v1/projects/p-1/locations/europe-west4", preset.BaseUrlOf("p-1", "europe-west4")?.OriginalString);
        Assert.Equal("https://aiplatform.googleapis.com/v1/projects/example.com:p/locations/global", preset.BaseUrlOf("example.com:p", "global")?.OriginalString);
        Assert.Null(ProviderCatalogue.ByType["openai"].BaseUrlOf("p", "l"));
    }

    [Fact]
    public void What_is_elsewhere_is_told_by_paths() => Assert.All(ProviderCatalogue.All.SelectMany(preset => preset.Surfaces).SelectMany(surface => surface.Paths), path =>
    {
        Assert.StartsWith("/", path.Operation);
        Assert.NotEqual("", path.Path);
    });

    [Fact]
    public void A_continuation_elsewhere_has_a_way_to_continue() => Assert.All(
        ProviderCatalogue.All.Where(preset => preset.Surfaces.Any(surface => surface.Paths.Any(path => path.WhenContinuing))),
        preset => Assert.NotEqual(AssistantPrefill.None, preset.Prefill));

    [Fact]
    public void Every_signal_gives_something_to_go_by() => Assert.All(
        ProviderCatalogue.All.SelectMany(preset => preset.Signals).Concat(CommonSignals.All),
        signal => Assert.True(signal.Status != 0 || signal.Codes.Count > 0 || signal.Message?.Length > 10, signal.ToString()));

    [Fact]
    public void Nobody_else_names_a_type()
    {
        var names = ProviderCatalogue.All.Select(preset => $"\"{preset.Type}\"").ToList();
        var sources = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.StartsWith("src/AiGateway.Dialects/", StringComparison.Ordinal) && !s_mayName.Any(allowed => file.StartsWith(allowed, StringComparison.Ordinal)))
            .ToList();

        Assert.True(sources.Count > 100);
        Assert.All(sources, file =>
        {
            var text = Repository.Read(file);
            Assert.DoesNotContain(names, name => text.Contains(name, StringComparison.Ordinal));
        });
    }
}
