using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.Dialects;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;

namespace AiGateway.Tests.Dialects.Translation;

/// <summary>
/// A talk with tools between a caller of one dialect and a target of another, turn by turn through the gateway's translation. The caller sends back what
/// his dialect let him see, but for reasoning and signatures where he is one of those who forget them.
/// </summary>
internal sealed partial class ToolTalk(DialectCodecs caller, DialectCodecs target, IReasoningMemory? memory, bool streams, bool forgets) : IDisposable
{
    private readonly List<Turn> _turns = [];
    private ConversationTranslator? _translator;

    /// <summary>The provider and the model that are asked.</summary>
    public string Origin { get; set; } = "provider/model";

    /// <summary>What the caller asks beside the talk.</summary>
    public ConversationRequest Asked { get; init; } = new() { Model = JsonString.Of("m"), Sampling = SamplingOptions.Default with { MaxTokens = 8192 } };

    /// <summary>What the caller's fields that did not arrive are called, as of the last request.</summary>
    public IReadOnlyList<string> Dropped => _translator!.Dropped;

    /// <summary>The caller says something.</summary>
    public void Say(string text) => _turns.Add(new Turn(TurnRole.User, [new TextPart(JsonString.Of(text))]));

    /// <summary>The caller answers all calls of the last turn.</summary>
    public void AnswerCalls(string result)
    {
        var calls = _turns[^1].Parts.OfType<ToolCallPart>();
        _turns.Add(new Turn(TurnRole.User, [.. calls.Select(call => new ToolResultPart(call.Id, [new TextPart(JsonString.Of(result))]) { Name = call.Name })]));
    }

    /// <summary>Sends the talk; what the target gets of it, as it reads it.</summary>
    public ConversationRequest Send()
    {
        var body = new ArrayBufferWriter<byte>();
        caller.Request.Write(body, Asked with { Turns = _turns, Stream = streams }, RequestRules.Default, new DroppedFields(caller.Request.Fields));
        _translator?.Dispose();
        _translator = new ConversationTranslator(new TranslationOrder
        {
            Caller = OperationOf(caller),
            Target = OperationOf(target),
            Preset = ProviderCatalogue.ByType["openai-compatible"],
            Surface = new Surface(OpenAiChatDialect.Instance),
            Body = WithIds(body.WrittenMemory),
            AskedModel = "m",
            TargetModel = "model",
            Streams = streams,
            TargetStreams = streams,
            RequestId = "same-each-time",
            Now = 1_790_000_000,
            Memory = memory,
            Origin = Origin,
        });
        var output = new ArrayBufferWriter<byte>();
        Assert.True(_translator.TryWriteRequest(output, out var fault), $"{fault.Where} {fault.Message}");
        Assert.True(target.Request.TryRead(output.WrittenMemory.ToArray(), out var read, out fault), $"{fault.Where} {fault.Message}");
        return read;
    }

    /// <summary>The target answers, and the caller takes note of what he sees of it.</summary>
    public void Hear(params Part[] parts)
    {
        var hasCall = parts.Any(part => part is ToolCallPart);
        var answer = new ConversationAnswer
        {
            Id = JsonString.Of("answer"),
            Model = JsonString.Of("model"),
            Choices = [new AnswerChoice(parts, hasCall ? StopReason.ToolCall : StopReason.Complete)],
        };
        var seen = streams ? SeeStream(answer) : See(answer);
        _turns.Add(new Turn(TurnRole.Assistant, forgets ? [.. seen.Where(part => part is not (ReasoningPart or SealedReasoningPart)).Select(Forget)] : [.. seen]));
    }

    /// <inheritdoc/>
    public void Dispose() => _translator?.Dispose();

    private static Part Forget(Part part) => part is ToolCallPart call ? call with { Signature = null } : part;

    private IReadOnlyList<Part> See(ConversationAnswer answer)
    {
        var told = new ArrayBufferWriter<byte>();
        target.Answer.Write(told, answer, Conversation.Translating.Context);
        var output = new ArrayBufferWriter<byte>();
        Assert.True(_translator!.TryWriteAnswer(WithoutMadeUpIds(told.WrittenSpan), output));
        Assert.True(caller.Answer.TryRead(output.WrittenMemory.ToArray(), out var seen));
        return seen.Choices[0].Parts;
    }

    private IReadOnlyList<Part> SeeStream(ConversationAnswer answer)
    {
        using var writer = target.Stream.OpenWriter(Conversation.Translating.Context);
        AnswerTelling.Tell(answer, writer);
        var rewrite = _translator!.OpenStream();
        var output = new ArrayBufferWriter<byte>();
        foreach (var serverSentEvent in EventFeed.Frame(WithoutMadeUpIds(writer.Output.WrittenSpan), [int.MaxValue / 2]))
        {
            rewrite.Read(serverSentEvent);
            rewrite.Write(output);
        }

        output.Write(rewrite.Finish().Span);
        var reader = caller.Stream.OpenReader();
        var gatherer = new AnswerGatherer();
        foreach (var serverSentEvent in EventFeed.Frame(output.WrittenSpan.ToArray(), [int.MaxValue / 2]))
        {
            reader.Read(serverSentEvent, gatherer);
        }

        Assert.True(reader.Finish(gatherer), Encoding.UTF8.GetString(output.WrittenSpan));
        return gatherer.ToAnswer().Choices[0].Parts;
    }

    // What a provider gave no id has none on the wire.
    private static byte[] WithoutMadeUpIds(ReadOnlySpan<byte> told) =>
        Encoding.UTF8.GetBytes(MadeUpId().Replace(Encoding.UTF8.GetString(told), ""));

    [GeneratedRegex("\"id\":\"call_fallback_[0-9]+\",")]
    private static partial Regex MadeUpId();

    // Gemini's clients send calls back with the ids that they came with; the gateway's own requests to Gemini have none.
    private ReadOnlyMemory<byte> WithIds(ReadOnlyMemory<byte> body)
    {
        if (caller != DialectCodecs.Gemini)
        {
            return body;
        }

        var json = JsonNode.Parse(body.Span)!;
        var parts = json["contents"]!.AsArray().SelectMany(content => content!["parts"]!.AsArray()).ToList();
        Number(parts.Select(part => part!["functionCall"]), _turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().Select(call => call.Id.ToString()));
        Number(parts.Select(part => part!["functionResponse"]), _turns.SelectMany(turn => turn.Parts).OfType<ToolResultPart>().Select(result => result.CallId.ToString()));
        foreach (var part in parts.Where(part => part!["thoughtSignature"]?.GetValue<string>() == "skip_thought_signature_validator"))
        {
            part!.AsObject().Remove("thoughtSignature");
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static void Number(IEnumerable<JsonNode?> parts, IEnumerable<string> ids)
    {
        foreach (var (part, id) in parts.OfType<JsonNode>().Zip(ids))
        {
            part["id"] = id;
        }
    }

    private static Operation OperationOf(DialectCodecs codecs) => new()
    {
        Name = codecs.Name,
        Method = "POST",
        Path = "/v1/talk",
        Dialect = OpenAiChatDialect.Instance,
        Task = OperationTask.Conversation,
        Codecs = codecs,
    };
}
