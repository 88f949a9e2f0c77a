using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Writes one answer as complete events of a dialect, as the hub tells it. One per answer; not thread-safe.</summary>
internal abstract class EventWriter : IStreamSink, IDisposable
{
    /// <summary>Begins an answer.</summary>
    protected EventWriter() => Json = new Utf8JsonWriter(Output, JsonOutput.Options);

    /// <summary>What has been written and not been taken.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>Why the answer cannot go on in this dialect; null while it can. Nothing more is written then.</summary>
    public string? Failure { get; protected set; }

    /// <summary>Writes JSON into the output; reset for each event.</summary>
    protected Utf8JsonWriter Json { get; }

    /// <inheritdoc/>
    public abstract void Take(scoped in StreamEvent part);

    /// <inheritdoc/>
    public void Dispose() => Json.Dispose();
}
