using System.Text;
using System.Text.Json;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Completions;

/// <summary><c>POST /v1/completions</c>, the older form: prompts in, text out.</summary>
internal static class CompletionsEndpoint
{
    private const int MostChoices = 128;
    private const int MostPrompts = 2048;
    private const int MostStops = 4;
    private const int MostEchoedTokens = 1_000_000;

    // OpenAI's own default.
    private const int DefaultTokens = 16;

    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var fields = new Fields(call.Body);
        var prompts = ReadPrompts(fields);
        var choices = fields.Integer("n", 1, MostChoices) ?? 1;
        var echo = fields.Flag("echo");
        var stream = fields.Flag("stream");
        var streamOptions = fields.Object("stream_options");
        if (streamOptions.ValueKind != JsonValueKind.Undefined && (call.Model.RefusesStreamOptions || !stream))
        {
            fields.Fail(SimulatedError.Invalid("Unrecognized request argument supplied: stream_options", "stream_options"));
        }

        var asked = new Prompt
        {
            Question = "",
            Tokens = 0,
            MostTokens = fields.Integer("max_tokens", 0, int.MaxValue) ?? DefaultTokens,
            Stops = fields.Texts("stop", MostStops),
            Seed = fields.Whole("seed") ?? 0,
        };
        var includeUsage = new Fields(streamOptions).Flag("include_usage") && !call.Model.HidesUsage;
        if (prompts.Count * choices > MostPrompts)
        {
            fields.Fail(SimulatedError.Invalid($"Too many answers: prompts times 'n' is at most {MostPrompts}.", "n"));
        }

        var promptTokens = PromptTokens(prompts);
        if (echo && (long)promptTokens * choices > MostEchoedTokens)
        {
            fields.Fail(SimulatedError.Invalid($"Too much to echo: prompt tokens times 'n' is at most {MostEchoedTokens}.", "echo"));
        }

        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var answers = new List<TextChoice>();
        foreach (var prompt in prompts)
        {
            for (var position = 0; position < choices; position++)
            {
                var answer = Composer.Compose(asked with { Question = prompt }, call.Model, position);
                answers.Add(new TextChoice(echo ? prompt : null, answer));
            }
        }

        var completion = new TextCompletion("cmpl-" + SimulatedCall.NewId(), call.Created, call.ModelName, answers, promptTokens)
        {
            TellsUsage = !call.Model.HidesUsage,
            IncludeUsage = includeUsage,
        };
        if (!stream)
        {
            return await call.SendJsonAsync(completion.ToJson(), answers.Count == 0 ? 0 : answers[0].Answer.Tokens);
        }

        await EventStream.SendAsync(call, completion.Chunks(), static _ => new SimulatedEvent(SimulatedError.Server.ToJson()));
        return null;
    }

    private static int PromptTokens(List<string> prompts)
    {
        var tokens = 0;
        foreach (var prompt in prompts)
        {
            tokens += Pieces.Estimate(Encoding.UTF8.GetByteCount(prompt));
        }

        return tokens;
    }

    // A string, strings, tokens, or lists of tokens. Tokens mean nothing here, so they are named by their number.
    private static List<string> ReadPrompts(Fields fields)
    {
        var prompt = fields.Body.Member("prompt");
        if (prompt.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            fields.Fail(SimulatedError.Missing("prompt"));
            return [];
        }

        if (TextInput.Read(prompt) is { Count: > 0 and <= MostPrompts } prompts)
        {
            return prompts;
        }

        fields.Fail(SimulatedError.Invalid($"Invalid 'prompt': expected a string, tokens, or 1 to {MostPrompts} of either.", "prompt", "invalid_type"));
        return [];
    }
}
