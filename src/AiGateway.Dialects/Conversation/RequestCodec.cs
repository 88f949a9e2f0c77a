using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Reads and writes a dialect's requests. Stateless.</summary>
internal abstract class RequestCodec
{
    private readonly RequestReading<ConversationRequest> _read;

    /// <summary>Makes the codec of a dialect.</summary>
    protected RequestCodec() => _read = Read;

    /// <summary>Whose dialect it is.</summary>
    public abstract DialectFamily Family { get; }

    /// <summary>What the dialect calls each field, and what becomes of it as a target.</summary>
    public abstract FieldTable Fields { get; }

    /// <summary>Reads a request. Never throws.</summary>
    /// <param name="body">The whole body; the request points into it.</param>
    /// <param name="request">The request.</param>
    /// <param name="fault">Why there is none.</param>
    public bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out ConversationRequest? request, out TranslationFault fault) =>
        RequestBody.TryRead(body, _read, out request, out fault);

    /// <summary>Writes a request.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="rules">What the provider and the model take.</param>
    /// <param name="dropped">Takes note of what is not written.</param>
    public void Write(IBufferWriter<byte> output, ConversationRequest request, RequestRules rules, DroppedFields dropped)
    {
        var fitted = new RequestFit(Fields, rules, dropped).Fit(OpaqueWords.Tell(request, Family));
        FieldScan.NoteDropped(fitted, Fields, rules, dropped);
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        Write(writer, fitted, rules, dropped);
    }

    /// <summary>Writes a request as a JSON object, and adds to what is dropped what depends on more than the field.</summary>
    protected abstract void Write(Utf8JsonWriter writer, ConversationRequest request, RequestRules rules, DroppedFields dropped);

    /// <summary>Reads a request whose body is a JSON object. What is wrong is added to the faults; the result then does not matter.</summary>
    protected abstract ConversationRequest Read(JsonView body, ReadFaults faults);
}
