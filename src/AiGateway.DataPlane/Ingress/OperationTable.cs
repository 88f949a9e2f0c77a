using System.Collections.Frozen;
using AiGateway.Dialects;

namespace AiGateway.Ingress;

/// <summary>The one table of operations: raw path and method → what is to be done. Paths match exactly, byte for byte; nothing is normalised first.</summary>
public sealed class OperationTable
{
    private const string Version = "/v1";
    private const string Deployments = "/openai/deployments/";

    // So that a base URL copied from a provider's manual works.
    private static readonly string[] s_aliases = ["/compatible-mode/v1", "/openai/v1", Version];

    private readonly FrozenDictionary<string, PathEntry> _exact;
    private readonly FrozenDictionary<string, PathEntry>.AlternateLookup<ReadOnlySpan<char>> _exactBySpan;
    private readonly PathEntry[] _templates;

    /// <summary>Compiles the operations of all dialects.</summary>
    public OperationTable(IEnumerable<Dialect> dialects)
    {
        All = [.. dialects.SelectMany(dialect => dialect.Operations)];
        var entries = All.GroupBy(operation => operation.Path[Version.Length..]).Select(path => new PathEntry(path.Key, [.. path])).ToList();
        _exact = entries.Where(entry => !entry.IsTemplate).ToFrozenDictionary(entry => entry.Tail);
        _exactBySpan = _exact.GetAlternateLookup<ReadOnlySpan<char>>();
        _templates = [.. entries.Where(entry => entry.IsTemplate)];
    }

    /// <summary>Every operation.</summary>
    public IReadOnlyList<Operation> All { get; }

    /// <summary>Finds the operation of a request.</summary>
    /// <param name="method">The method, in capitals.</param>
    /// <param name="path">The path as it was sent, without the query.</param>
    public OperationMatch Find(string method, ReadOnlySpan<char> path)
    {
        foreach (var alias in s_aliases)
        {
            if (path.StartsWith(alias, StringComparison.Ordinal))
            {
                return FindTail(method, path[alias.Length..], model: null);
            }
        }

        return path.StartsWith(Deployments, StringComparison.Ordinal) ? FindDeployment(method, path[Deployments.Length..]) : default;
    }

    // Azure's spelling: the model is named in the path, so only operations that name one in the body have this form.
    private OperationMatch FindDeployment(string method, ReadOnlySpan<char> rest)
    {
        var slash = rest.IndexOf('/');
        if (slash <= 0 || !PathSegment.IsPlain(rest[..slash]))
        {
            return default;
        }

        return FindTail(method, rest[slash..], Uri.UnescapeDataString(rest[..slash]));
    }

    private OperationMatch FindTail(string method, ReadOnlySpan<char> tail, string? model)
    {
        if (_exactBySpan.TryGetValue(tail, out var exact))
        {
            return exact.Match(method, exact.Tail, model);
        }

        foreach (var template in _templates)
        {
            if (template.Fits(tail))
            {
                return template.Match(method, tail.ToString(), model);
            }
        }

        return default;
    }
}

/// <summary>What a path leads to.</summary>
/// <param name="Operation">The operation, or null where there is none.</param>
/// <param name="UpstreamPath">What is appended to the provider's base URL: the path behind <c>/v1</c>, as it was sent.</param>
/// <param name="Model">The model that the path names, or null.</param>
/// <param name="Allow">The methods that the path has, where the method was not among them.</param>
public readonly record struct OperationMatch(Operation? Operation, string UpstreamPath, string? Model, string? Allow);

/// <summary>One path and its methods.</summary>
internal sealed class PathEntry(string tail, Operation[] operations)
{
    private readonly string[] _segments = tail.Split('/');

    public string Tail => tail;

    public bool IsTemplate { get; } = tail.Contains('{', StringComparison.Ordinal);

    public bool Fits(ReadOnlySpan<char> path)
    {
        var count = 0;
        foreach (var range in path.Split('/'))
        {
            if (count == _segments.Length)
            {
                return false;
            }

            var expected = _segments[count++];
            var segment = path[range];
            if (expected.StartsWith('{') ? !PathSegment.IsPlain(segment) : !segment.SequenceEqual(expected))
            {
                return false;
            }
        }

        return count == _segments.Length;
    }

    public OperationMatch Match(string method, string upstreamPath, string? model)
    {
        string? allow = null;
        foreach (var operation in operations)
        {
            if (model is not null && operation.Model == ModelPlace.Nowhere)
            {
                continue;
            }

            if (operation.Method == method)
            {
                return new OperationMatch(operation, upstreamPath, model, Allow: null);
            }

            allow = allow is null ? operation.Method : $"{allow}, {operation.Method}";
        }

        return allow is null ? default : new OperationMatch(null, upstreamPath, model, allow);
    }
}
