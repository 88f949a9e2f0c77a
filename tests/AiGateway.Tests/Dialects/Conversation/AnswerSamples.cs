using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Conversation;

/// <summary>For every field of an answer an answer that has it, and the same answer without it.</summary>
internal static class AnswerSamples
{
    private const string Logprobs = """{"content":[{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[]}],"refusal":null}""";

    private static readonly JsonString s_word = JsonString.Of("word");
    private static readonly TextPart s_text = new(JsonString.Of("Hi"));
    private static readonly ToolCallPart s_call = new(JsonString.Of("call_1"), s_word, "{\"a\":1}"u8.ToArray());
    private static readonly Citation s_page = new() { Url = JsonString.Of("https://example.com/"), Title = s_word, Family = DialectFamily.Bedrock };

    private static readonly ConversationAnswer s_base = new()
    {
        Id = JsonString.Of("msg_1"),
        Model = JsonString.Of("m"),
        Created = 1_700_000_000,
        Choices = [new AnswerChoice([s_text], StopReason.Complete)],
        Usage = new TokenUsage(10, 0, 0, 5, 0),
    };

    /// <summary>The answer with the field, and the one without.</summary>
    /// <param name="field">The field.</param>
    /// <param name="family">Who gave out what is signed or sealed in it.</param>
    public static (ConversationAnswer With, ConversationAnswer Without) Of(AnswerField field, DialectFamily family) => field switch
    {
        AnswerField.Text => (Said(s_text, new TextPart(s_word)), Said(s_text)),
        AnswerField.Refusal => (Said(new RefusalPart(s_word)), Said()),
        AnswerField.Reasoning => (Said(new ReasoningPart(s_word), s_text), Said(s_text)),
        AnswerField.ReasoningSignature => (Said(new ReasoningPart(s_word) { Signature = new Signature(family, s_word) }, s_text), Said(new ReasoningPart(s_word), s_text)),
        AnswerField.SealedReasoning => (Said(new SealedReasoningPart(new Signature(family, s_word)), s_text), Said(s_text)),
        AnswerField.ToolCall => (Said(s_call), Said()),
        AnswerField.FreeformCall => (Said(s_call with { IsFreeform = true }), Said()),
        AnswerField.CallSignature => (Said(s_call with { Signature = new Signature(DialectFamily.Gemini, s_word) }), Said(s_call)),
        AnswerField.Image => (Said(s_text, new ImagePart(new MediaSource { MediaType = JsonString.Of("image/jpeg"), Data = JsonString.Of("/9j/4A==") })), Said(s_text)),
        AnswerField.Citations => (Said(s_text with { Citations = [s_page] }), Said(s_text)),
        AnswerField.Quotes => (Said(s_text with { Citations = [s_page with { Quote = s_word }] }), Said(s_text with { Citations = [s_page] })),
        AnswerField.Logprobs => (s_base with { Choices = [s_base.Choices[0] with { Logprobs = Encoding.UTF8.GetBytes(Logprobs) }] }, s_base),
        AnswerField.MoreAnswers => (s_base with { Choices = [s_base.Choices[0], s_base.Choices[0]] }, s_base),
        AnswerField.StopSequence => (Stopped(s_word), Stopped(default)),
        _ => OfAccount(field),
    };

    /// <summary>What an answer says of a field, as text; null where it does not have it.</summary>
    public static string? ValueOf(AnswerField field, ConversationAnswer answer) => field switch
    {
        AnswerField.Text => string.Concat(Parts(answer).OfType<TextPart>().Select(part => part.Text.ToString())),
        AnswerField.Refusal => Parts(answer).OfType<RefusalPart>().FirstOrDefault()?.Text.ToString(),
        AnswerField.Reasoning => Parts(answer).OfType<ReasoningPart>().FirstOrDefault()?.Text.ToString(),
        AnswerField.ReasoningSignature => Parts(answer).OfType<ReasoningPart>().FirstOrDefault(part => part.Signature?.Value.IsEmpty == false)?.Signature!.Value.ToString(),
        AnswerField.SealedReasoning => Parts(answer).OfType<SealedReasoningPart>().FirstOrDefault()?.Content.Value.ToString(),
        AnswerField.ToolCall or AnswerField.FreeformCall =>
            Parts(answer).OfType<ToolCallPart>().Select(call => $"{call.Id} {call.Name} {call.IsFreeform} {Encoding.UTF8.GetString(call.Arguments.Span)}").FirstOrDefault(),
        AnswerField.CallSignature => Parts(answer).OfType<ToolCallPart>().FirstOrDefault()?.Signature?.Value.ToString(),
        AnswerField.Image => Parts(answer).OfType<ImagePart>().Select(image => $"{image.Source.MediaType} {image.Source.Data}").FirstOrDefault(),
        AnswerField.Citations => Cited(answer)?.Url.ToString(),
        AnswerField.Quotes => Cited(answer)?.Quote is { IsEmpty: false } quote ? quote.ToString() : null,
        AnswerField.Logprobs => answer.Choices[0].Logprobs.IsEmpty ? null : Encoding.UTF8.GetString(answer.Choices[0].Logprobs.Span),
        AnswerField.MoreAnswers => answer.Choices.Count > 1 ? $"{answer.Choices.Count}" : null,
        AnswerField.StopSequence => answer.Choices[0].StopSequence is { IsEmpty: false } sequence ? sequence.ToString() : null,
        AnswerField.Usage => $"{answer.Usage?.Prompt} {answer.Usage?.Output}",
        AnswerField.CacheReads => $"{answer.Usage?.CacheRead}",
        AnswerField.CacheWrites => $"{answer.Usage?.CacheWrite}",
        AnswerField.ReasoningTokens => $"{answer.Usage?.Reasoning}",
        AnswerField.ServiceTier => answer.ServiceTier.ToString(),
        AnswerField.Id => answer.Id.ToString(),
        AnswerField.Model => answer.Model.ToString(),
        AnswerField.Created => $"{answer.Created}",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No value"),
    };

    private static (ConversationAnswer With, ConversationAnswer Without) OfAccount(AnswerField field) => field switch
    {
        AnswerField.Usage => (Using(new TokenUsage(11, 0, 0, 6, 0)), Using(new TokenUsage(10, 0, 0, 5, 0))),
        AnswerField.CacheReads => (Using(new TokenUsage(6, 4, 0, 5, 0)), Using(new TokenUsage(10, 0, 0, 5, 0))),
        AnswerField.CacheWrites => (Using(new TokenUsage(6, 0, 4, 5, 0)), Using(new TokenUsage(10, 0, 0, 5, 0))),
        AnswerField.ReasoningTokens => (Using(new TokenUsage(10, 0, 0, 5, 2)), Using(new TokenUsage(10, 0, 0, 5, 0))),
        AnswerField.ServiceTier => (s_base with { ServiceTier = JsonString.Of("flex") }, s_base),
        AnswerField.Id => (s_base with { Id = JsonString.Of("msg_2") }, s_base),
        AnswerField.Model => (s_base with { Model = JsonString.Of("n") }, s_base),
        AnswerField.Created => (s_base with { Created = 1_700_000_001 }, s_base),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No sample"),
    };

    private static ConversationAnswer Said(params Part[] parts) => s_base with { Choices = [new AnswerChoice(parts, StopReason.Complete)] };

    private static ConversationAnswer Stopped(JsonString sequence) => s_base with { Choices = [new AnswerChoice([s_text], StopReason.StopSequence) { StopSequence = sequence }] };

    private static ConversationAnswer Using(TokenUsage usage) => s_base with { Usage = usage };

    private static IReadOnlyList<Part> Parts(ConversationAnswer answer) => answer.Choices[0].Parts;

    private static Citation? Cited(ConversationAnswer answer) => Parts(answer).OfType<TextPart>().SelectMany(part => part.Citations).FirstOrDefault();
}
