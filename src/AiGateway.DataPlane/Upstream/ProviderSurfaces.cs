using AiGateway.Dialects.Providers;

namespace AiGateway.Upstream;

/// <summary>Where each operation of a provider is: below its base URL, but for those that the preset has elsewhere. Immutable.</summary>
internal sealed class ProviderSurfaces
{
    private readonly string _base;
    private readonly string? _root;
    private readonly IReadOnlyList<Surface> _elsewhere;

    /// <summary>Works out where the preset's surfaces are when the base URL is an operator's.</summary>
    public ProviderSurfaces(Uri baseUrl, ProviderPreset preset)
    {
        _base = baseUrl.AbsoluteUri.TrimEnd('/');
        _root = RootOf(_base, baseUrl, preset);
        _elsewhere = _root is null ? [] : preset.Surfaces;
    }

    /// <summary>The address of an operation.</summary>
    /// <param name="path">Its path behind the version.</param>
    public string AddressOf(string path) => Find(path, continuing: false) ?? _base + path;

    /// <summary>The address of an operation that is to continue an answer.</summary>
    /// <param name="path">Its path behind the version.</param>
    public string AddressToContinue(string path) => Find(path, continuing: true) ?? AddressOf(path);

    // Another host, or a proxy with a path of its own, serves the same paths below its root; a base URL of another shape serves nobody knows what.
    private static string? RootOf(string address, Uri baseUrl, ProviderPreset preset)
    {
        if (preset.BaseUrl is null || preset.Surfaces.Count == 0)
        {
            return null;
        }

        var known = preset.BaseUrl.AbsolutePath.TrimEnd('/');
        return address.EndsWith(known, StringComparison.Ordinal) ? address[..^known.Length]
            : baseUrl.AbsolutePath == "/" ? address
            : null;
    }

    private string? Find(string path, bool continuing)
    {
        for (var i = 0; i < _elsewhere.Count; i++)
        {
            var surface = _elsewhere[i];
            if (surface.WhenContinuing == continuing && surface.Operation == path)
            {
                return _root + surface.Path;
            }
        }

        return null;
    }
}
