using System.Collections.Concurrent;
using System.Text;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;

namespace AiGateway.Upstream;

/// <summary>One dialect that a provider speaks: where its operations are, and with which headers they are asked for.</summary>
internal sealed class ProviderSurface
{
    private const string Model = "{model}";

    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly string _base;
    private readonly string? _root;
    private readonly string _version;
    private readonly string[] _claimed;
    private readonly bool _dependsOnCall;

    /// <summary>Works out where the surface is when the base URL is an operator's.</summary>
    /// <param name="settings">The provider.</param>
    /// <param name="surface">One of its surfaces.</param>
    /// <param name="all">All of them.</param>
    public ProviderSurface(ProviderSettings settings, Surface surface, IReadOnlyList<Surface> all)
    {
        Surface = surface;
        _claimed = surface.Models.Length > 0 ? [] : [.. all.Select(other => other.Models).Where(models => models.Length > 0).Distinct()];
        Members = Encoding.UTF8.GetBytes(string.Join(',', surface.Members.Select(member => $"\"{member.Name}\":\"{member.Value}\"")));
        Headers = new RequestHeaders(settings, surface);
        Prefill = PrefillOf(settings.Prefill ?? surface.Prefill ?? settings.Preset.Prefill, surface.Dialect);
        var address = settings.BaseUrl.AbsoluteUri.TrimEnd('/');
        _root = RootOf(address, settings.BaseUrl, settings.Preset);
        _base = surface.Path is { } path ? Join(address, path) : address;
        _version = surface.Version is { InQuery: true } version ? $"{version.Name}={Uri.EscapeDataString(settings.ApiVersion ?? version.Value)}" : "";
        _dependsOnCall = surface.Paths.Any(path => path.WhenStreaming || path.Path.Contains(Model, StringComparison.Ordinal));
        IsKnown = surface.Path is not ['/', ..] || _root is not null;
    }

    /// <summary>What is known of it.</summary>
    public Surface Surface { get; }

    /// <summary>What it speaks.</summary>
    public Dialect Dialect => Surface.Dialect;

    /// <summary>It is known where it is: false where it hangs from a root that a base URL of another shape does not tell.</summary>
    public bool IsKnown { get; }

    /// <summary>The headers of requests to it.</summary>
    public RequestHeaders Headers { get; }

    /// <summary>How it is given the beginning of an answer.</summary>
    public AssistantPrefill Prefill { get; }

    /// <summary>What every JSON body must have, as it stands in one: members apart by commas; empty where there is nothing.</summary>
    public ReadOnlyMemory<byte> Members { get; }

    /// <summary>It is there for a model.</summary>
    /// <remarks>Not for one that would be another path where paths are normalised.</remarks>
    public bool Has(string model)
    {
        foreach (var claimed in _claimed)
        {
            if (model.StartsWith(claimed, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return model.StartsWith(Surface.Models, StringComparison.Ordinal) && model is not ("." or "..");
    }

    /// <summary>The body of a request must not name the model, since its path does.</summary>
    public bool OmitsModel(in SurfaceCall call) => Surface.OmitsModel && Find(call)?.Contains(Model, StringComparison.Ordinal) == true;

    /// <summary>The operation by which it is asked for a task; null where it has none.</summary>
    /// <param name="task">What for.</param>
    /// <param name="streams">The answer is to be a stream.</param>
    public Operation? Find(OperationTask task, bool streams) =>
        task == OperationTask.Embeddings && Surface.Vectors is { } vectors ? vectors
        : Dialect.Find(task, streams) is { } operation && Serves(operation) ? operation
        : null;

    /// <summary>It is asked for an operation of its dialect.</summary>
    public bool Serves(Operation operation)
    {
        var only = Surface.Only;
        for (var i = 0; i < only.Count; i++)
        {
            if (only[i] == operation.Tail)
            {
                return true;
            }
        }

        return only.Count == 0;
    }

    /// <summary>The address of one of its operations.</summary>
    /// <param name="call">What is called.</param>
    public Uri AddressOf(in SurfaceCall call)
    {
        // Paths without an id in them are few, so that their addresses are worth keeping.
        var isKept = call is { Query.Length: 0, Continues: false } && !_dependsOnCall && !call.Path.Contains('{', StringComparison.Ordinal)
            && !call.Operation.Path.Contains('{', StringComparison.Ordinal);
        if (isKept && _addresses.TryGetValue(call.Path, out var known))
        {
            return known;
        }

        var elsewhere = Find(call);
        var address = elsewhere is null ? _base + Fill(call.Path, call) : Join(_base, Fill(elsewhere, call));
        var built = Build(WithQuery(_version.Length > 0 ? WithQuery(address, "?" + _version) : address, call.Query));
        return isKept ? _addresses.GetOrAdd(call.Path, built) : built;
    }

    private static string WithQuery(string address, string query) =>
        query.Length > 0 && address.Contains('?', StringComparison.Ordinal) ? $"{address}&{query[1..]}" : address + query;

    // A mark of a provider's own belongs to the dialect that has room for it.
    private static AssistantPrefill PrefillOf(AssistantPrefill way, Dialect dialect) =>
        way == AssistantPrefill.None || dialect.MarksBegunAnswers ? way : AssistantPrefill.Trailing;

    // As it was sent: not even %7E is turned into ~.
    private static Uri Build(string address) => new(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    // Another host, or a proxy with a path of its own, serves the same paths below its root; a base URL of another shape serves nobody knows what.
    private static string? RootOf(string address, Uri baseUrl, ProviderPreset preset)
    {
        if (preset.BaseUrl is null)
        {
            return address.EndsWith("/v1", StringComparison.Ordinal) ? address[..^3] : null;
        }

        var known = preset.BaseUrl.AbsolutePath.TrimEnd('/');
        return address.EndsWith(known, StringComparison.Ordinal) ? address[..^known.Length]
            : baseUrl.AbsolutePath == "/" ? address
            : null;
    }

    // Versions of models stand behind an @, which a path may have as it is.
    private static string Fill(string path, in SurfaceCall call) => path.Contains(Model, StringComparison.Ordinal)
        ? path.Replace(Model, Uri.EscapeDataString(call.Model).Replace("%40", "@", StringComparison.Ordinal), StringComparison.Ordinal)
        : path;

    private string Join(string address, string path) => path.StartsWith('/') ? _root + path : $"{address}/{path}";

    private string? Find(in SurfaceCall call)
    {
        string? found = null;
        for (var i = 0; i < Surface.Paths.Count; i++)
        {
            var path = Surface.Paths[i];
            if (path.Operation != call.Path || (path.Path.StartsWith('/') && _root is null) || (call.Model.Length == 0 && path.Path.Contains(Model, StringComparison.Ordinal)))
            {
                continue;
            }

            if ((path.WhenContinuing && call.Continues) || (path.WhenStreaming && call.Streams))
            {
                return path.Path;
            }

            found = path is { WhenContinuing: false, WhenStreaming: false } ? path.Path : found;
        }

        return found;
    }
}
