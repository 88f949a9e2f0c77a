using AiGateway.Demo.Generation;
using AiGateway.Demo.Models;

namespace AiGateway.Demo.Chat;

/// <summary>A request to <c>/v1/chat/completions</c>.</summary>
/// <param name="Prompt">What is asked.</param>
/// <param name="Choices">How many answers, 1 to 128.</param>
/// <param name="Stream">As an event stream.</param>
/// <param name="IncludeUsage">With a last chunk that tells the usage.</param>
/// <param name="LogProbabilities">With the probability of each token.</param>
internal sealed record ChatRequest(Prompt Prompt, int Choices, bool Stream, bool IncludeUsage, bool LogProbabilities)
{
    private const int MostChoices = 128;
    private const int MostStops = 4;

    /// <summary>Reads a request; an error where OpenAI would give one.</summary>
    public static SimulatedError? TryRead(Fields fields, SimulatedModel model, out ChatRequest? request)
    {
        request = null;
        var body = fields.Body;
        var messages = ChatMessages.Read(fields);
        var tools = ToolChoice.Read(fields, flat: false);
        var format = AnswerFormat.Read(fields, messages.MentionJson);
        var stream = fields.Flag("stream");
        var streamOptions = fields.Object("stream_options");
        if (streamOptions.ValueKind != System.Text.Json.JsonValueKind.Undefined)
        {
            fields.Fail(model.RefusesStreamOptions
                ? SimulatedError.Invalid("Unrecognized request argument supplied: stream_options", "stream_options")
                : stream ? null
                : SimulatedError.Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options"));
        }

        if (body.Has("max_tokens") && body.Has("max_completion_tokens"))
        {
            fields.Fail(SimulatedError.Invalid("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens"));
        }

        fields.Number("temperature", 0, 2);
        fields.Number("top_p", 0, 1);
        var prompt = new Prompt
        {
            Question = messages.Question,
            ToolResult = messages.ToolResult,
            Attachments = messages.Attachments,
            AttachmentName = messages.AttachmentName,
            Tokens = messages.Tokens + Pieces.Estimate(body.Member("tools").Size()),
            Tools = tools.Callable,
            MustCall = tools.IsForced,
            ParallelCalls = fields.Flag("parallel_tool_calls", absent: true),
            WantsJson = format.IsJson,
            Schema = format.Schema,
            MostTokens = fields.Integer("max_completion_tokens", 1, int.MaxValue) ?? fields.Integer("max_tokens", 1, int.MaxValue) ?? int.MaxValue,
            Stops = fields.Texts("stop", MostStops),
            Seed = fields.Whole("seed") ?? 0,
        };
        request = new ChatRequest(
            prompt,
            fields.Integer("n", 1, MostChoices) ?? 1,
            stream,
            new Fields(streamOptions).Flag("include_usage") && !model.HidesUsage,
            fields.Flag("logprobs"));
        return fields.Problem;
    }
}
