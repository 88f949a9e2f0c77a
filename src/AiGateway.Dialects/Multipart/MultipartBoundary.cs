namespace AiGateway.Dialects.Multipart;

/// <summary>The boundary that a <c>multipart/form-data</c> content type names.</summary>
internal static class MultipartBoundary
{
    /// <summary>The most characters that RFC 2046 allows.</summary>
    public const int MaxLength = 70;

    private const string MediaType = "multipart/form-data";

    /// <summary>Reads the boundary.</summary>
    /// <param name="contentType">The content type as it was sent.</param>
    /// <param name="boundary">The boundary, unquoted.</param>
    /// <param name="problem">What is wrong, as a sentence without its full stop.</param>
    public static bool TryRead(ReadOnlySpan<char> contentType, out string boundary, out string? problem)
    {
        boundary = "";
        problem = null;
        var rest = contentType.Trim();
        var found = 0;
        if (!rest.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            problem = $"The content type is not {MediaType}";
            return false;
        }

        rest = rest[MediaType.Length..];
        while (HeaderParameters.TryTake(ref rest, out var name, out var value))
        {
            if (name.Equals("boundary", StringComparison.OrdinalIgnoreCase))
            {
                boundary = value;
                found++;
            }
        }

        problem = !rest.IsEmpty ? "The content type has malformed parameters"
            : found == 0 ? "The content type names no boundary"
            : found > 1 ? "The content type names more than one boundary"
            : boundary.Length is 0 or > MaxLength || boundary.AsSpan().ContainsAnyExceptInRange(' ', '~')
                ? $"The boundary must have 1 to {MaxLength} printable ASCII characters"
            : null;
        return problem is null;
    }
}
