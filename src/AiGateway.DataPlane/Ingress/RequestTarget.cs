namespace AiGateway.Ingress;

/// <summary>A request's target as it was sent.</summary>
public static class RequestTarget
{
    /// <summary>Splits it into path and query (with its question mark), neither of them decoded. An absolute target loses its scheme and host.</summary>
    public static (string Path, string Query) Split(string target)
    {
        if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            var end = target.AsSpan(scheme + 3).IndexOfAny('/', '?');
            target = end < 0 ? "/" : target[(scheme + 3 + end)..];
            target = target[0] == '?' ? "/" + target : target;
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (target, "") : (target[..question], target[question..]);
    }
}
