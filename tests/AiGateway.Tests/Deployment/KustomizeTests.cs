using System.Diagnostics;
using AiGateway.Tests.Documents;
using k8s.Models;

namespace AiGateway.Tests.Deployment;

/// <summary>The Kustomize base and its overlays.</summary>
public sealed class KustomizeTests
{
    private const string Folder = "deploy/kustomize";
    private static readonly string[] s_documents = ["secret", "deployment", "service", "disruption-budget", "autoscaler"];

    [Fact]
    public void The_manifest_at_the_root_is_the_documents_of_the_base()
    {
        var manifest = Repository.Read("k8s-deployment.yaml");
        var documents = string.Concat(s_documents.Select(document => "---\n" + Repository.Read($"{Folder}/base/{document}.yaml")));
        Assert.True(documents == manifest[manifest.IndexOf("---\n", StringComparison.Ordinal)..], "Run eng/k8s-manifest.sh");
    }

    [Fact]
    public async Task The_base_is_all_but_the_secret() => Assert.Equal(
        [typeof(V1Deployment), typeof(V1PodDisruptionBudget), typeof(V1Service), typeof(V2HorizontalPodAutoscaler)],
        Manifest.Parse(await RenderAsync("base")).Kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal));

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/development")]
    [InlineData("overlays/production")]
    public async Task Whatever_is_rendered_keeps_the_rules(string kustomization) => DeploymentRules.Check(Manifest.Parse(await RenderAsync(kustomization)));

    [Theory]
    [InlineData("overlays/development")]
    [InlineData("overlays/production")]
    public async Task An_overlay_lives_in_a_namespace_that_refuses_pods_with_rights(string kustomization)
    {
        var manifest = Manifest.Parse(await RenderAsync(kustomization));
        var space = manifest.The<V1Namespace>().Metadata;
        Assert.Equal("restricted", space.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.Equal(space.Name, manifest.Deployment.Metadata.NamespaceProperty);
        Assert.Equal(space.Name, manifest.The<V1Service>().Metadata.NamespaceProperty);
    }

    [Fact]
    public async Task Development_is_one_replica_that_nothing_scales()
    {
        var manifest = Manifest.Parse(await RenderAsync("overlays/development"));
        Assert.Equal(1, manifest.Deployment.Spec.Replicas);
        Assert.DoesNotContain(typeof(V2HorizontalPodAutoscaler), manifest.Kinds);
        Assert.DoesNotContain(typeof(V1PodDisruptionBudget), manifest.Kinds);
        Assert.Equal("text", manifest.ValueOf("LOG_FORMAT"));
    }

    [Fact]
    public async Task Production_runs_a_version_and_not_whatever_is_latest()
    {
        var manifest = Manifest.Parse(await RenderAsync("overlays/production"));
        Assert.Equal("registry.example.com/ai-gateway:" + Repository.Version, manifest.Container.Image);
        Assert.True(manifest.The<V2HorizontalPodAutoscaler>().Spec.MinReplicas >= manifest.Deployment.Spec.Replicas);
    }

    private static async Task<string> RenderAsync(string kustomization)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", Repository.PathOf($"{Folder}/{kustomization}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        Assert.SkipWhen(process is null, "This machine lacks kubectl.");
        var (output, errors) = (process!.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
