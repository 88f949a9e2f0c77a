using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>The body of <c>POST /v1/completions</c>, as a caller's: its prompt is what a user says. No target is asked in it but by bytes that pass.</summary>
internal sealed class CompletionsRequestCodec : RequestCodec
{
    /// <summary>The one instance.</summary>
    public static readonly CompletionsRequestCodec Instance = new();

    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAi,
        "model", "prompt", "stream", "stream_options", "echo", "logprobs", "max_tokens", "temperature", "top_p", "top_k", "frequency_penalty",
        "presence_penalty", "stop", "seed", "n", "logit_bias", "user", "suffix", "best_of");

    private CompletionsRequestCodec()
    {
    }

    /// <inheritdoc/>
    public override DialectFamily Family => DialectFamily.OpenAi;

    /// <inheritdoc/>
    public override FieldTable Fields => CompletionsFields.Table;

    /// <inheritdoc/>
    protected override ConversationRequest Read(JsonView body, ReadFaults faults)
    {
        var prompt = PromptOf(body["prompt"u8]);
        return new ConversationRequest
        {
            Model = body["model"u8].Text,
            Stream = body["stream"u8].Flag ?? false,
            Turns = [new Turn(TurnRole.User, [new TextPart(prompt)])],
            Prompts = prompt.IsGiven ? default : body["prompt"u8] is { IsGiven: true } others ? others.Raw : "[]"u8.ToArray(),
            Echo = body["echo"u8].Flag == true,
            Sampling = ReadSampling(body, faults),
            EndUser = body["user"u8].Text,
            Extras = ReadExtras(body),
        };
    }

    /// <inheritdoc/>
    /// <remarks>Never called: what is a conversation elsewhere is asked for as one.</remarks>
    protected override void Write(Utf8JsonWriter writer, ConversationRequest request, RequestRules rules, DroppedFields dropped) =>
        throw new NotSupportedException();

    // One text, be it the only one of a list; not there for several, and for tokens.
    private static JsonString PromptOf(JsonView prompt)
    {
        if (prompt.Count != 1)
        {
            return prompt.Text;
        }

        foreach (var only in prompt.Items)
        {
            return only.Text;
        }

        return default;
    }

    private static SamplingOptions ReadSampling(JsonView body, ReadFaults faults)
    {
        // Of how many tokens the probabilities are wanted, that of the chosen one always among them.
        var logprobs = body["logprobs"u8].Integer;
        return new SamplingOptions
        {
            MaxTokens = faults.Integer(body, "max_tokens"u8),
            Temperature = faults.Number(body, "temperature"u8),
            TopP = faults.Number(body, "top_p"u8),
            TopK = faults.Integer(body, "top_k"u8),
            FrequencyPenalty = faults.Number(body, "frequency_penalty"u8),
            PresencePenalty = faults.Number(body, "presence_penalty"u8),
            Stop = StopSequences.Read(body["stop"u8]),
            Seed = faults.Integer(body, "seed"u8),
            Count = faults.Integer(body, "n"u8),
            Logprobs = logprobs is null ? null : true,
            TopLogprobs = logprobs > 0 ? logprobs : null,
            LogitBias = body["logit_bias"u8].Raw,
        };
    }

    // Text behind the answer, and a choice among more answers than are given, are unheard of in conversations.
    private static List<ExtraMember> ReadExtras(JsonView body)
    {
        var extras = new List<ExtraMember>(s_known.Extras(body));
        if (!body["suffix"u8].Text.IsEmpty)
        {
            extras.Add(new ExtraMember(DialectFamily.OpenAi, "suffix", body["suffix"u8].Raw) { IsNested = true });
        }

        if (body["best_of"u8].Integer > Math.Max(1, body["n"u8].Integer ?? 1))
        {
            extras.Add(new ExtraMember(DialectFamily.OpenAi, "best_of", body["best_of"u8].Raw) { IsNested = true });
        }

        return extras;
    }
}
