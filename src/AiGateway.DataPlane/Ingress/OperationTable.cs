using AiGateway.Dialects;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>The one table of operations: raw path and method → what is to be done. Paths match exactly, byte for byte; nothing is normalised first.</summary>
public sealed class OperationTable
{
    private readonly PathRoot[] _roots;

    /// <summary>Compiles the operations of all dialects.</summary>
    public OperationTable(IEnumerable<Dialect> dialects)
    {
        All = [.. dialects.SelectMany(dialect => dialect.Operations)];
        var prefixes = All.SelectMany(operation => operation.Aliases.Prepend(VersionOf(operation))).Distinct(StringComparer.Ordinal);
        _roots = [.. prefixes.Select(prefix => new PathRoot(prefix, All.Where(operation => VersionOf(operation) == prefix || operation.Aliases.Contains(prefix))))];
    }

    /// <summary>Every operation.</summary>
    public IReadOnlyList<Operation> All { get; }

    /// <summary>Finds the operation of a request.</summary>
    /// <param name="method">The method, in capitals.</param>
    /// <param name="path">The path as it was sent, without the query.</param>
    /// <param name="headers">The request's headers, which tell apart what shares method and path; null, the default: there are none.</param>
    public OperationMatch Find(string method, ReadOnlySpan<char> path, IHeaderDictionary? headers = null)
    {
        foreach (var root in _roots)
        {
            if (root.TryFind(method, path, headers, out var match))
            {
                return match;
            }
        }

        // What is below the version of one dialect only is meant for it, and elsewhere for whom its headers belong to.
        foreach (var root in _roots)
        {
            if (root.Holds(path) && root.DialectFor(headers) is { } dialect)
            {
                return default(OperationMatch) with { Dialect = dialect };
            }
        }

        return default;
    }

    private static string VersionOf(Operation operation) => operation.Path[..^operation.Tail.Length];
}

/// <summary>What a path leads to.</summary>
/// <param name="Operation">The operation, or null where there is none.</param>
/// <param name="UpstreamPath">What is appended to the provider's base URL: the path behind the version, as it was sent.</param>
/// <param name="Model">The model that the path names, or null.</param>
/// <param name="Allow">The methods that the path has, where the method was not among them.</param>
public readonly record struct OperationMatch(Operation? Operation, string UpstreamPath, string? Model, string? Allow)
{
    /// <summary>Whose path it is, also where it leads to no operation; null where it is nobody's in particular.</summary>
    public Dialect? Dialect
    {
        get => field ?? Operation?.Dialect;
        init;
    }
}
