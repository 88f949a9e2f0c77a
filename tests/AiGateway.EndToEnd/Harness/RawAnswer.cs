using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Harness;

/// <summary>A whole answer, or what came of it.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Body">What came of its body, without framing.</param>
/// <param name="Whole">The body ended as its framing says it should.</param>
public sealed record RawAnswer(HttpHead Head, byte[] Body, bool Whole)
{
    public int Status => Head.Status;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>The code of an error in OpenAI's shape.</summary>
    public string? ErrorCode => Json.GetProperty("error").GetProperty("code").GetString();
}
