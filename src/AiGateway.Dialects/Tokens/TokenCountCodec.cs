using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Tokens;

/// <summary>How a dialect asks how many tokens a conversation is, and how it answers. Stateless.</summary>
internal abstract class TokenCountCodec
{
    /// <summary>The request whose tokens are asked for, as the dialect's request codec reads it: the body itself, or what stands in it.</summary>
    /// <param name="body">The whole body; it need not be valid JSON.</param>
    public virtual ReadOnlyMemory<byte> RequestIn(ReadOnlyMemory<byte> body) => body;

    /// <summary>Writes the question.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="request">A request, as the dialect's request codec writes it.</param>
    /// <param name="model">What the target calls the model.</param>
    /// <param name="surface">Where it is asked.</param>
    public abstract void WriteQuestion(IBufferWriter<byte> output, ReadOnlyMemory<byte> request, string model, Surface surface);

    /// <summary>Writes the answer.</summary>
    public abstract void WriteAnswer(IBufferWriter<byte> output, long tokens);

    /// <summary>Reads the answer; null where the body is none. Never throws.</summary>
    public long? ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, JsonView.Options);
            return Read(new JsonView(document.RootElement, body)) is >= 0 and var tokens ? tokens : null;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return null;
        }
    }

    /// <summary>Reads the answer; null where the value is none.</summary>
    protected abstract long? Read(JsonView answer);

    /// <summary>Writes the members of an object that are asked about; those that steer the answer are refused by whoever only counts.</summary>
    /// <param name="writer">Takes them, within an object.</param>
    /// <param name="request">The object, which is valid JSON.</param>
    /// <param name="names">The members' names.</param>
    protected static void WriteCounted(Utf8JsonWriter writer, ReadOnlyMemory<byte> request, ReadOnlySpan<string> names)
    {
        using var document = JsonDocument.Parse(request, JsonView.Options);
        var members = new JsonView(document.RootElement, request).Members;
        while (members.MoveNext())
        {
            foreach (var name in names)
            {
                if (members.Name.SequenceEqual(Encoding.UTF8.GetBytes(name)))
                {
                    writer.WriteJson(members.Name, members.Current.Span);
                    break;
                }
            }
        }
    }
}
