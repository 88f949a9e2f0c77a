using System.Text;
using System.Text.Json;

namespace AiGateway.Demo.Chat;

/// <summary>The member <c>logprobs</c> of a choice: how sure the model was of each token.</summary>
internal static class LogProbabilities
{
    /// <param name="json">Inside a choice.</param>
    /// <param name="tokens">The tokens; null writes a null.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<string>? tokens)
    {
        if (tokens is null)
        {
            json.WriteNull("logprobs");
            return;
        }

        json.WriteStartObject("logprobs");
        json.WriteStartArray("content");
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            json.WriteString("token", token);
            json.WriteNumber("logprob", -0.01 * ((token.Length % 9) + 1));
            json.WriteStartArray("bytes");
            foreach (var part in Encoding.UTF8.GetBytes(token))
            {
                json.WriteNumberValue(part);
            }

            json.WriteEndArray();
            json.WriteStartArray("top_logprobs");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("refusal");
        json.WriteEndObject();
    }
}
