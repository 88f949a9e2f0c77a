using System.Buffers;

namespace AiGateway.Dialects.Translation;

/// <summary>Makes the id of an answer that has none of its own out of the request's.</summary>
internal static class AnswerId
{
    private const int Longest = 64;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-");

    /// <summary>The request's id, with a dash for every character that some dialect cannot have in an id.</summary>
    public static string Of(string requestId)
    {
        if (requestId.Length <= Longest && !requestId.AsSpan().ContainsAnyExcept(s_allowed))
        {
            return requestId;
        }

        return string.Create(Math.Min(requestId.Length, Longest), requestId, static (id, from) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = s_allowed.Contains(from[i]) ? from[i] : '-';
            }
        });
    }
}
