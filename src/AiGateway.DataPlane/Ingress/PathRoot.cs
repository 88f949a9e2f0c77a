using System.Collections.Frozen;
using AiGateway.Dialects;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>A version, or what stands for one, and the paths below it.</summary>
internal sealed class PathRoot
{
    private const string ModelSegment = "{model}";

    private readonly string _prefix;
    private readonly bool _namesModel;
    private readonly Dialect? _only;
    private readonly (string Header, Dialect Dialect)[] _onlyWith;
    private readonly FrozenDictionary<string, PathEntry> _exact;
    private readonly FrozenDictionary<string, PathEntry>.AlternateLookup<ReadOnlySpan<char>> _exactBySpan;
    private readonly PathEntry[] _templates;

    /// <summary>Compiles the paths of operations.</summary>
    /// <param name="prefix">What all of them begin with; a last segment <c>{model}</c> names the model.</param>
    /// <param name="operations">The operations.</param>
    public PathRoot(string prefix, IEnumerable<Operation> operations)
    {
        _namesModel = prefix.EndsWith(ModelSegment, StringComparison.Ordinal);
        _prefix = _namesModel ? prefix[..^ModelSegment.Length] : prefix;
        _onlyWith = [.. operations.Where(operation => operation.OnlyWith is not null).Select(operation => (operation.OnlyWith!, operation.Dialect)).Distinct()];
        _only = !_namesModel && operations.Select(operation => operation.Dialect).Distinct().ToArray() is [var only] ? only : null;
        var entries = operations.GroupBy(operation => operation.Tail).Select(path => new PathEntry(path.Key, path)).ToList();
        _exact = entries.Where(entry => !entry.IsTemplate).ToFrozenDictionary(entry => entry.Tail);
        _exactBySpan = _exact.GetAlternateLookup<ReadOnlySpan<char>>();
        _templates = [.. entries.Where(entry => entry.IsTemplate)];
    }

    /// <summary>Whose a path below it is that leads nowhere: the one dialect that there is, else that which a header asks for; null where that is not known.</summary>
    public Dialect? DialectFor(IHeaderDictionary? headers)
    {
        if (_only is not null || headers is null)
        {
            return _only;
        }

        foreach (var (header, dialect) in _onlyWith)
        {
            if (headers.ContainsKey(header))
            {
                return dialect;
            }
        }

        return null;
    }

    /// <summary>A path is below it.</summary>
    public bool Holds(ReadOnlySpan<char> path) =>
        path.StartsWith(_prefix, StringComparison.Ordinal) && path.Length > _prefix.Length && path[_prefix.Length] == '/';

    /// <summary>Finds an operation below it.</summary>
    /// <returns>False where the path is not below it, or leads nowhere.</returns>
    public bool TryFind(string method, ReadOnlySpan<char> path, IHeaderDictionary? headers, out OperationMatch match)
    {
        match = default;
        if (!path.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var tail = path[_prefix.Length..];
        string? model = null;
        if (_namesModel && !TryTakeModel(ref tail, out model))
        {
            return false;
        }

        match = tail is ['/', ..] ? Find(method, tail, model, headers) : default;
        return match.Operation is not null || match.Allow is not null;
    }

    private static bool TryTakeModel(ref ReadOnlySpan<char> tail, out string? model)
    {
        model = null;
        var slash = tail.IndexOf('/');
        if (slash <= 0 || !PathSegment.IsPlain(tail[..slash]))
        {
            return false;
        }

        model = Uri.UnescapeDataString(tail[..slash]);
        tail = tail[slash..];
        return true;
    }

    private OperationMatch Find(string method, ReadOnlySpan<char> tail, string? model, IHeaderDictionary? headers)
    {
        if (_exactBySpan.TryGetValue(tail, out var exact))
        {
            return exact.Find(method, headers) is { } operation
                ? new OperationMatch(operation, exact.Tail, model, Allow: null)
                : new OperationMatch(null, exact.Tail, model, exact.Allow(headers)) { Dialect = exact.DialectFor(headers) };
        }

        string? allow = null;
        Dialect? dialect = null;
        foreach (var template in _templates)
        {
            if (!template.Fits(tail, out var named))
            {
                continue;
            }

            if (template.Find(method, headers) is { } operation)
            {
                return new OperationMatch(operation, tail.ToString(), model ?? named, Allow: null);
            }

            dialect ??= template.DialectFor(headers);
            allow = template.Allow(headers) is { } methods && allow?.Contains(methods, StringComparison.Ordinal) != true
                ? allow is null ? methods : $"{allow}, {methods}"
                : allow;
        }

        return allow is null ? default : new OperationMatch(null, tail.ToString(), model, allow) { Dialect = dialect };
    }
}
