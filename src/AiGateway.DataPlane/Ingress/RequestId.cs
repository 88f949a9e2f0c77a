using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Ingress;

/// <summary>The id that a request has in logs, headers and errors.</summary>
internal static class RequestId
{
    /// <summary>The caller's, where it is sane; else a new one: <c>req_</c> and 32 hex digits.</summary>
    public static string Choose(StringValues callers) =>
        callers.Count == 1 && callers[0] is { } id && HeaderText.IsSaneId(id) ? id : New();

    private static string New() => string.Create(36, 0, static (text, _) =>
    {
        "req_".CopyTo(text);
        Span<ulong> random = [(ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()];
        random[0].TryFormat(text[4..], out _, "x16", CultureInfo.InvariantCulture);
        random[1].TryFormat(text[20..], out _, "x16", CultureInfo.InvariantCulture);
    });
}
