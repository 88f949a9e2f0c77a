using k8s;
using k8s.Models;

namespace AiGateway.Tests.Deployment;

/// <summary>The documents of a Kubernetes manifest, read as strictly as the API server would: no unknown field, no wrong type.</summary>
internal sealed class Manifest
{
    // What the client library does not take without being told.
    private static readonly Dictionary<string, Type> s_kinds = new()
    {
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/Secret"] = typeof(V1Secret),
        ["v1/Service"] = typeof(V1Service),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["autoscaling/v2/HorizontalPodAutoscaler"] = typeof(V2HorizontalPodAutoscaler),
    };

    private readonly List<object> _documents;

    private Manifest(List<object> documents) => _documents = documents;

    public IEnumerable<Type> Kinds => _documents.Select(document => document.GetType());

    public V1Deployment Deployment => The<V1Deployment>();

    public V1PodSpec Pod => Deployment.Spec.Template.Spec;

    public V1Container Container => Assert.Single(Pod.Containers);

    public static Manifest Parse(string yaml) => new(KubernetesYaml.LoadAllFromString(yaml, s_kinds, strict: true));

    /// <summary>The only document of that kind.</summary>
    public T The<T>() => Assert.Single(_documents.OfType<T>());

    /// <summary>The value that a variable has in the manifest itself.</summary>
    public string ValueOf(string variable) => Assert.Single(Container.Env, entry => entry.Name == variable).Value;
}
