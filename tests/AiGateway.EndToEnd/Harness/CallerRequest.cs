using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>A well-formed request of a caller, to be changed with <c>with</c> where a test needs it.</summary>
public sealed record CallerRequest(string Method, string Target)
{
    /// <summary>Sent as <c>Authorization: Bearer</c>; null for none.</summary>
    public string? Key { get; init; } = Rig.Key;

    public string? ContentType { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    public static CallerRequest Get(string target) => new("GET", target);

    public static CallerRequest Post(string target, string json) =>
        new("POST", target) { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(json) };

    /// <summary>A chat completion, by default a small one that is not streamed.</summary>
    public static CallerRequest Chat(string json = Samples.Chat) => Post("/v1/chat/completions", json);

    public CallerRequest With(params (string Name, string Value)[] headers) => this with { Headers = [.. Headers, .. headers] };

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\nHost: gateway.test\r\n");
        if (Key is not null)
        {
            head.Append("Authorization: Bearer ").Append(Key).Append("\r\n");
        }

        if (ContentType is not null)
        {
            head.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        }

        if (Body is not null)
        {
            head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }
}
