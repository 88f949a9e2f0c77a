using AiGateway.Demo.Models;

namespace AiGateway.Demo;

/// <summary>One path of the simulated API.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Path">The path; <c>{id}</c> stands for one segment.</param>
/// <param name="Answer">Answers, or returns the error to send.</param>
internal sealed record SimulatedRoute(string Method, string Path, Func<SimulatedCall, ValueTask<SimulatedError?>> Answer)
{
    /// <summary>The kind of model that the JSON body must name; null where the request has no JSON body.</summary>
    public ModelKind? Kind { get; init; }

    /// <summary>The model of a body that names none; null where it must.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>Whether a path is this one, and what stands in the place of its <c>{id}</c>.</summary>
    public bool Matches(string path, out string id)
    {
        id = "";
        var hole = Path.IndexOf("{id}", StringComparison.Ordinal);
        if (hole < 0)
        {
            return path == Path;
        }

        var rest = Path.AsSpan(hole + "{id}".Length);
        if (path.Length <= hole + rest.Length || !path.AsSpan().StartsWith(Path.AsSpan(0, hole)) || !path.AsSpan().EndsWith(rest))
        {
            return false;
        }

        id = path[hole..^rest.Length];
        return !id.Contains('/', StringComparison.Ordinal);
    }
}
