using System.Collections.Concurrent;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;

namespace AiGateway.Upstream;

/// <summary>One dialect that a provider speaks: where its operations are, and with which headers they are asked for.</summary>
internal sealed class ProviderSurface
{
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly string _base;
    private readonly string? _root;
    private readonly string _version;
    private readonly bool _dependsOnStream;

    /// <summary>Works out where the surface is when the base URL is an operator's.</summary>
    /// <param name="settings">The provider.</param>
    /// <param name="surface">One of its preset's surfaces.</param>
    public ProviderSurface(ProviderSettings settings, Surface surface)
    {
        Surface = surface;
        Headers = new RequestHeaders(settings, surface);
        Prefill = PrefillOf(settings.Prefill ?? surface.Prefill ?? settings.Preset.Prefill, surface.Dialect);
        var address = settings.BaseUrl.AbsoluteUri.TrimEnd('/');
        _root = RootOf(address, settings.BaseUrl, settings.Preset);
        _base = surface.Path is { } path ? Join(address, path) : address;
        _version = surface.Version is { InQuery: true } version ? $"{version.Name}={Uri.EscapeDataString(settings.ApiVersion ?? version.Value)}" : "";
        _dependsOnStream = surface.Paths.Any(path => path.WhenStreaming);
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

    /// <summary>It is there for a model.</summary>
    /// <remarks>Not for one that would be another path where paths are normalised.</remarks>
    public bool Has(string model) => model.StartsWith(Surface.Models, StringComparison.Ordinal) && model is not ("." or "..");

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
        var isKept = call is { Query.Length: 0, Continues: false } && !_dependsOnStream && !call.Path.Contains('{', StringComparison.Ordinal)
            && !call.Operation.Path.Contains('{', StringComparison.Ordinal);
        if (isKept && _addresses.TryGetValue(call.Path, out var known))
        {
            return known;
        }

        var elsewhere = Find(call);
        var address = elsewhere is null ? _base + Fill(call.Path, call) : Join(_base, Fill(elsewhere, call));
        var built = Build(WithQuery(_version.Length > 0 ? WithQuery(address, "?" + _version) : address, call.Query));
        return isKept && elsewhere?.Contains('{', StringComparison.Ordinal) != true ? _addresses.GetOrAdd(call.Path, built) : built;
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

    private static string Fill(string path, in SurfaceCall call) =>
        path.Contains("{model}", StringComparison.Ordinal) ? path.Replace("{model}", Uri.EscapeDataString(call.Model), StringComparison.Ordinal) : path;

    private string Join(string address, string path) => path.StartsWith('/') ? _root + path : $"{address}/{path}";

    private string? Find(in SurfaceCall call)
    {
        string? found = null;
        for (var i = 0; i < Surface.Paths.Count; i++)
        {
            var path = Surface.Paths[i];
            if (path.Operation != call.Path || (path.Path.StartsWith('/') && _root is null))
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

/// <summary>What is called on a surface.</summary>
/// <param name="Operation">One of its dialect's operations.</param>
/// <param name="Path">Its path behind the version: the operation's <see cref="Operation.Tail"/>, or as the caller sent it.</param>
/// <param name="Query">The query with its question mark, or empty.</param>
/// <param name="Model">What the target calls the model; empty where there is none.</param>
/// <param name="Streams">The answer is to be a stream.</param>
/// <param name="Continues">The request has an answer continued from its beginning.</param>
internal readonly record struct SurfaceCall(Operation Operation, string Path, string Query, string Model, bool Streams, bool Continues);

/// <summary>How a provider is asked for an operation.</summary>
/// <param name="Surface">On which of its surfaces.</param>
/// <param name="Operation">As which operation: the caller's own, or one of the surface's dialect that is for the same.</param>
/// <param name="Translates">The surface speaks another dialect than the caller.</param>
internal readonly record struct Approach(ProviderSurface Surface, Operation Operation, bool Translates);
