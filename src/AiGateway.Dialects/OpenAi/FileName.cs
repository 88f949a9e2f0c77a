using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>Names of files that are sent along: OpenAI takes no data without one.</summary>
internal static class FileName
{
    private static readonly JsonString s_pdf = JsonString.Of("document.pdf");
    private static readonly JsonString s_other = JsonString.Of("document");

    /// <summary>The name of a file; where nobody named it, and its data are there, one that will do.</summary>
    public static JsonString Of(FilePart file) =>
        !file.Title.IsEmpty || !file.Source.Data.IsGiven ? file.Title
        : file.Source.MediaType.IsEmpty || file.Source.MediaType.Is("application/pdf"u8) ? s_pdf
        : s_other;
}
