using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Tokens;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Anthropic's <c>/v1/messages/count_tokens</c>: the request without what steers the answer, which it would refuse.</summary>
internal sealed class AnthropicTokenCount : TokenCountCodec
{
    /// <summary>The one instance.</summary>
    public static readonly AnthropicTokenCount Instance = new();

    private static readonly string[] s_counted = ["model", "messages", "system", "tools", "tool_choice", "thinking", "cache_control", "output_config"];

    private AnthropicTokenCount()
    {
    }

    /// <inheritdoc/>
    public override void WriteQuestion(IBufferWriter<byte> output, ReadOnlyMemory<byte> request, string model, Surface surface)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        foreach (var (name, value) in surface.Members)
        {
            writer.WriteString(name, value);
        }

        WriteCounted(writer, request, s_counted);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void WriteAnswer(IBufferWriter<byte> output, long tokens)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteNumber("input_tokens"u8, tokens);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override long? Read(JsonView answer) => answer["input_tokens"u8].Integer;
}
