using AiGateway.Dialects;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>One path behind a version, and its methods.</summary>
internal sealed class PathEntry
{
    private const string ModelSegment = "{model}";
    private const int LongestModel = 256;

    private readonly Operation[] _operations;
    private readonly string[] _segments;

    // The name of a model, which has slashes in it where it is an organisation's.
    private readonly bool _endsInName;

    // What follows the model within the last segment: ":generateContent". Null where the path names no model.
    private readonly string? _verb;

    /// <summary>Compiles a path.</summary>
    /// <param name="tail">The path behind the version.</param>
    /// <param name="operations">Its operations, at least one.</param>
    public PathEntry(string tail, IEnumerable<Operation> operations)
    {
        Tail = tail;

        // Whoever is asked for by a header comes ahead of whoever is not.
        _operations = [.. operations.OrderBy(operation => operation.OnlyWith is null)];
        _segments = tail.Split('/');
        _verb = _segments[^1].StartsWith(ModelSegment, StringComparison.Ordinal) ? _segments[^1][ModelSegment.Length..] : null;
        _endsInName = Array.Exists(_operations, operation => operation.Models == ModelsQuestion.One);
        IsTemplate = tail.Contains('{', StringComparison.Ordinal);
    }

    /// <summary>The path behind the version.</summary>
    public string Tail { get; }

    /// <summary>It has placeholders.</summary>
    public bool IsTemplate { get; }

    /// <summary>A path is of its form.</summary>
    /// <param name="path">The path behind the version, as it was sent.</param>
    /// <param name="model">The model that the path names, or null.</param>
    public bool Fits(ReadOnlySpan<char> path, out string? model)
    {
        model = null;
        return _verb is null ? Fits(path) : TryTakeModel(ref path, out model);
    }

    /// <summary>The operation of a method; null where it has none.</summary>
    public Operation? Find(string method, IHeaderDictionary? headers)
    {
        foreach (var operation in _operations)
        {
            if (operation.Method == method && IsAskedFor(operation, headers))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>The methods that it has, as an Allow header has them; null where it has none.</summary>
    public string? Allow(IHeaderDictionary? headers)
    {
        string? allow = null;
        foreach (var operation in _operations)
        {
            if (IsAskedFor(operation, headers) && allow?.Contains(operation.Method, StringComparison.Ordinal) != true)
            {
                allow = allow is null ? operation.Method : $"{allow}, {operation.Method}";
            }
        }

        return allow;
    }

    /// <summary>Whose path it is: the first who is asked for, whatever the method.</summary>
    public Dialect? DialectFor(IHeaderDictionary? headers)
    {
        foreach (var operation in _operations)
        {
            if (IsAskedFor(operation, headers))
            {
                return operation.Dialect;
            }
        }

        return null;
    }

    private static bool IsAskedFor(Operation operation, IHeaderDictionary? headers) =>
        operation.OnlyWith is not { } header || headers?.ContainsKey(header) is true;

    private bool Fits(ReadOnlySpan<char> path)
    {
        var count = 0;
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            if (count == _segments.Length)
            {
                if (!_endsInName || !PathSegment.IsPlain(segment))
                {
                    return false;
                }

                continue;
            }

            var expected = _segments[count++];
            if (expected.StartsWith('{') ? !PathSegment.IsPlain(segment) : !segment.SequenceEqual(expected))
            {
                return false;
            }
        }

        return count == _segments.Length;
    }

    // "/models/NAME:verb". Names have slashes ("organisation/name") and colons in them; the last colon may come escaped.
    private bool TryTakeModel(ref ReadOnlySpan<char> path, out string? model)
    {
        model = null;
        var fixedSegments = _segments.AsSpan(0, _segments.Length - 1);
        foreach (var segment in fixedSegments)
        {
            if (!path.StartsWith(segment, StringComparison.Ordinal) || path.Length == segment.Length || path[segment.Length] != '/')
            {
                return false;
            }

            path = path[(segment.Length + 1)..];
        }

        if (!TryTakeVerb(ref path) || path.Length > LongestModel)
        {
            return false;
        }

        foreach (var range in path.Split('/'))
        {
            if (!PathSegment.IsPlain(path[range]))
            {
                return false;
            }
        }

        model = Uri.UnescapeDataString(path);
        return true;
    }

    private bool TryTakeVerb(ref ReadOnlySpan<char> path)
    {
        if (!path.EndsWith(_verb.AsSpan(1), StringComparison.Ordinal))
        {
            return false;
        }

        var ahead = path[..^(_verb!.Length - 1)];
        if (ahead is [.., ':'])
        {
            path = ahead[..^1];
            return true;
        }

        if (!ahead.EndsWith("%3A", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        path = ahead[..^3];
        return true;
    }
}
