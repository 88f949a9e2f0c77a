using System.Globalization;
using AiGateway.Configuration;
using k8s.Models;

namespace AiGateway.Tests.Deployment;

/// <summary>What holds for the Deployment wherever it is deployed, whatever an overlay changes.</summary>
internal static class DeploymentRules
{
    private const long Unprivileged = 1654;

    public static void Check(Manifest manifest)
    {
        SelectsItsOwnPods(manifest);
        HasNoRights(manifest);
        IsProbed(manifest);
        SetsVariablesThatExist(manifest);
        OutlastsTheDrain(manifest);
        HasItsShare(manifest);
        KeepsDataOnAVolume(manifest);
    }

    private static void SelectsItsOwnPods(Manifest manifest)
    {
        var labels = manifest.Deployment.Spec.Template.Metadata.Labels;
        IsIn(manifest.Deployment.Spec.Selector.MatchLabels, labels);
        IsIn(manifest.The<V1Service>().Spec.Selector, labels);
        Assert.NotEmpty(manifest.Pod.TopologySpreadConstraints);
        Assert.All(manifest.Pod.TopologySpreadConstraints, constraint => IsIn(constraint.LabelSelector.MatchLabels, labels));
        var port = Assert.Single(manifest.The<V1Service>().Spec.Ports);
        Assert.Equal(80, port.Port);
        Assert.Equal(Assert.Single(manifest.Container.Ports).Name, port.TargetPort.Value);
        Assert.Equal(manifest.ValueOf("PORT"), manifest.Container.Ports[0].ContainerPort.ToString(CultureInfo.InvariantCulture));
    }

    // The "restricted" pod security standard, and more.
    private static void HasNoRights(Manifest manifest)
    {
        var (pod, container) = (manifest.Pod.SecurityContext, manifest.Container.SecurityContext);
        Assert.True(pod.RunAsNonRoot);
        Assert.Equal(Unprivileged, pod.RunAsUser);
        Assert.Equal(Unprivileged, pod.RunAsGroup);
        Assert.Equal(Unprivileged, pod.FsGroup);
        Assert.Equal("RuntimeDefault", pod.SeccompProfile.Type);
        Assert.False(container.Privileged);
        Assert.False(container.AllowPrivilegeEscalation);
        Assert.True(container.ReadOnlyRootFilesystem);
        Assert.Equal(["ALL"], container.Capabilities.Drop);
        Assert.Null(container.Capabilities.Add);
        Assert.False(manifest.Pod.AutomountServiceAccountToken);
        Assert.True(manifest.Pod.HostNetwork is null && manifest.Pod.HostPID is null && manifest.Pod.HostIPC is null);
    }

    private static void IsProbed(Manifest manifest)
    {
        Assert.Equal("/livez", manifest.Container.StartupProbe.HttpGet.Path);
        Assert.Equal("/livez", manifest.Container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/readyz", manifest.Container.ReadinessProbe.HttpGet.Path);
        Assert.All(
            new[] { manifest.Container.StartupProbe, manifest.Container.LivenessProbe, manifest.Container.ReadinessProbe },
            probe => Assert.Equal(manifest.Container.Ports[0].Name, probe.HttpGet.Port.Value));
    }

    private static void SetsVariablesThatExist(Manifest manifest)
    {
        Assert.All(manifest.Container.Env, entry => Assert.Contains(KnownVariables.All, variable => variable.Supported && variable.Name == entry.Name));
        Assert.Equal(manifest.Container.Env.Count, manifest.Container.Env.DistinctBy(entry => entry.Name).Count());
        Assert.All(manifest.Container.Env.Where(entry => KnownVariables.All.Single(variable => variable.Name == entry.Name).Secret), entry => Assert.Null(entry.Value));
        Assert.Equal(("ai-gateway-secret", "target-api-key"), SecretOf(manifest, "TARGET_API_KEY"));
        Assert.Equal(("ai-gateway-secret", "gateway-api-keys"), SecretOf(manifest, "GATEWAY_API_KEYS"));
    }

    private static void OutlastsTheDrain(Manifest manifest)
    {
        // The farewell of what is cut off takes up to four seconds more.
        var drain = Duration.Parse(manifest.ValueOf("SHUTDOWN_DELAY")).Value + Duration.Parse(manifest.ValueOf("SHUTDOWN_GRACE")).Value + TimeSpan.FromSeconds(4);
        Assert.True(manifest.Pod.TerminationGracePeriodSeconds > drain.TotalSeconds);
        Assert.True(drain > TimeSpan.FromSeconds(5), "Load balancers need a moment to notice that a pod leaves");
    }

    private static void HasItsShare(Manifest manifest)
    {
        Assert.Contains("cpu", manifest.Container.Resources.Requests.Keys);
        Assert.Contains("memory", manifest.Container.Resources.Requests.Keys);
        Assert.Equal(["memory"], manifest.Container.Resources.Limits.Keys);
    }

    private static void KeepsDataOnAVolume(Manifest manifest)
    {
        var mount = Assert.Single(manifest.Container.VolumeMounts);
        Assert.Equal("/data", mount.MountPath);
        Assert.NotNull(Assert.Single(manifest.Pod.Volumes, volume => volume.Name == mount.Name).EmptyDir.SizeLimit);
    }

    private static void IsIn(IDictionary<string, string> selector, IDictionary<string, string> labels)
    {
        Assert.NotEmpty(selector);
        Assert.Superset(selector.ToHashSet(), labels.ToHashSet());
    }

    private static (string, string) SecretOf(Manifest manifest, string variable)
    {
        var source = Assert.Single(manifest.Container.Env, entry => entry.Name == variable).ValueFrom.SecretKeyRef;
        return (source.Name, source.Key);
    }
}
