using AiGateway.Tests.Documents;
using k8s.Models;
using YamlDotNet.Core;

namespace AiGateway.Tests.Deployment;

/// <summary><c>k8s-deployment.yaml</c>: one file to apply.</summary>
public sealed class KubernetesTests
{
    private static readonly string s_text = Repository.Read("k8s-deployment.yaml");
    private static readonly Manifest s_manifest = Manifest.Parse(s_text);

    [Fact]
    public void It_has_all_that_a_cluster_needs() => Assert.Equal(
        [typeof(V1Secret), typeof(V1Deployment), typeof(V1Service), typeof(V1PodDisruptionBudget), typeof(V2HorizontalPodAutoscaler)],
        s_manifest.Kinds);

    [Theory]
    [InlineData("replicas: 3", "replica: 3")]
    [InlineData("replicas: 3", "replicas: many")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFileSystem: true")]
    [InlineData("maxUnavailable: 1", "maxUnavaliable: 1")]
    public void A_field_that_Kubernetes_does_not_know_or_a_wrong_type_is_noticed(string right, string wrong)
    {
        Assert.Contains(right, s_text);
        Assert.ThrowsAny<YamlException>(() => Manifest.Parse(s_text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_Deployment_keeps_the_rules_of_all() => DeploymentRules.Check(s_manifest);

    [Fact]
    public void It_is_what_the_original_was()
    {
        Assert.Equal(3, s_manifest.Deployment.Spec.Replicas);
        Assert.Equal("50m", s_manifest.Container.Resources.Requests["cpu"].ToString());
        Assert.Equal("64Mi", s_manifest.Container.Resources.Requests["memory"].ToString());
        Assert.Equal("128Mi", s_manifest.Container.Resources.Limits["memory"].ToString());
    }

    [Fact]
    public void The_secret_has_the_keys_that_are_asked_for_and_holds_none()
    {
        var secret = s_manifest.The<V1Secret>();
        Assert.Equal("ai-gateway-secret", secret.Metadata.Name);
        Assert.Equal(["gateway-api-keys", "target-api-key"], secret.StringData.Keys.Order());
        // With a made-up key the gateway would serve whoever has read the file; without one it does not start.
        Assert.All(secret.StringData.Values, Assert.Empty);
    }

    [Fact]
    public void Budget_and_autoscaler_are_about_the_Deployment()
    {
        var pods = s_manifest.Deployment.Spec.Selector.MatchLabels;
        Assert.Equal(pods, s_manifest.The<V1PodDisruptionBudget>().Spec.Selector.MatchLabels);
        var autoscaler = s_manifest.The<V2HorizontalPodAutoscaler>().Spec;
        Assert.Equal(("apps/v1", "Deployment", "ai-gateway"), (autoscaler.ScaleTargetRef.ApiVersion, autoscaler.ScaleTargetRef.Kind, autoscaler.ScaleTargetRef.Name));
        Assert.Equal(s_manifest.Deployment.Spec.Replicas, autoscaler.MinReplicas);
        Assert.True(autoscaler.MaxReplicas > autoscaler.MinReplicas);
    }
}
