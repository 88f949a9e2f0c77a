using System.Collections.Frozen;
using System.Globalization;

namespace AiGateway.Demo.Models;

/// <summary>Every model of the simulated provider, one row each. <c>docs/demo.md</c> shows this table, and a test compares them.</summary>
internal static class SimulatedModels
{
    private const string SlowPrefix = "sim-slow-";
    private const string SlowSuffix = "ms";
    private const int SlowestMilliseconds = 600_000;

    public static IReadOnlyList<SimulatedModel> All { get; } =
    [
        new("sim-chat", "Answers at a human pace: text, tools, JSON, images in the prompt.") { Kind = ModelKind.Chat },
        new("sim-reasoner", "Thinks first: `reasoning_content` in chat, a reasoning item in responses, `reasoning_tokens` in the usage.")
            { Kind = ModelKind.Chat, Reasons = true },
        new("sim-fast", "As `sim-chat`, without any waiting: for load tests.") { Kind = ModelKind.Chat, Pace = Pace.None },
        new("sim-embedding", "Unit vectors; texts that share words are close.") { Kind = ModelKind.Embedding, Pace = Pace.None },
        new("sim-rerank", "Ranks documents by the words that they share with the query.") { Kind = ModelKind.Rerank, Pace = Pace.None },
        new("sim-moderation", "Flags a few words.") { Kind = ModelKind.Moderation, Pace = Pace.None },
        new("sim-image", "Draws a small PNG whose colours depend on the prompt.") { Kind = ModelKind.Image },
        new("sim-speech", "Hums a WAV tone as long as the text.") { Kind = ModelKind.Speech },
        new("sim-transcribe", "Tells name and size of the audio file.") { Kind = ModelKind.Transcription },

        new("sim-error-400", "400 `invalid_value`.")
            { Refusal = SimulatedError.Invalid("Invalid value: this model refuses every request.", "messages", "invalid_value") },
        new("sim-error-401", "401 `invalid_api_key`.")
            { Refusal = new(401, SimulatedError.InvalidRequest, "invalid_api_key", "Incorrect API key provided.") },
        new("sim-error-403", "403 `unsupported_country_region_territory`.")
            { Refusal = new(403, "permission_error", "unsupported_country_region_territory", "Country, region, or territory not supported") },
        new("sim-error-404", "404 `model_not_found`, although it is listed.")
            { Refusal = new(404, SimulatedError.InvalidRequest, "model_not_found", "The model does not exist or you do not have access to it.", "model") },
        new("sim-error-429", "429 `rate_limit_exceeded` with `Retry-After: 2`.")
        {
            Refusal = new(429, "requests", "rate_limit_exceeded", "Rate limit reached for requests. Please try again in 2s.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            },
        },
        new("sim-error-429-quota", "429 `insufficient_quota`: trying again does not help.")
            { Refusal = new(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.") },
        new("sim-error-500", "500 `server_error`.") { Refusal = SimulatedError.Server },
        new("sim-error-503", "503 `server_error`: overloaded.")
            { Refusal = new(503, "server_error", null, "The engine is currently overloaded, please try again later.") },
        new("sim-context-length", "400 `context_length_exceeded`.")
        {
            Refusal = SimulatedError.Invalid(
                "This model's maximum context length is 1 token. Please reduce the length of the messages.", "messages", "context_length_exceeded"),
        },
        new("sim-content-filter", "The answer ends after a few tokens with `content_filter`.") { Kind = ModelKind.Chat, EarlyFinish = "content_filter" },
        new("sim-content-filter-400", "400 `content_policy_violation`.")
            { Refusal = SimulatedError.Invalid("Your request was rejected as a result of our safety system.", code: "content_policy_violation") },
        new("sim-flaky", "500 for the first request and every second one after it; the others are answered.") { IsFlaky = true },
        new("sim-refuses-stream-options", "400 for a request with `stream_options`, as some providers do; otherwise as `sim-chat`.")
            { Kind = ModelKind.Chat, RefusesStreamOptions = true },

        new("sim-slow", "The first byte after 20 seconds.") { Pace = Pace.Human with { FirstToken = TimeSpan.FromSeconds(20) } },
        new("sim-slow-<n>ms", "The first byte after n milliseconds, at most 600000.") { IsPattern = true },
        new("sim-slow-stream", "One second between tokens.") { Pace = Pace.Human with { PerToken = TimeSpan.FromSeconds(1) } },
        new("sim-timeout", "Never sends a byte.") { Fault = Fault.Silence },
        new("sim-heartbeats", "A head, then a comment every second, never an answer (without stream: a space every second).") { Fault = Fault.Heartbeats },
        new("sim-stall", "Silent after 5 events, the connection stays open (without stream: after half of the body).") { Fault = Fault.Stall },
        new("sim-cut", "The connection is reset after 5 events (without stream: after half of the body).") { Fault = Fault.Cut },
        new("sim-error-first-event", "A 200 whose first event is an error (without stream: 500).") { Fault = Fault.ErrorEvent, FaultAfter = 0 },
        new("sim-error-midstream", "An error event after 5 events, then the end (without stream: 500).") { Fault = Fault.ErrorEvent },
        new("sim-malformed", "The sixth event is half a JSON object (without stream: the body is).") { Fault = Fault.Malformed },
        new("sim-no-done", "The stream ends without `[DONE]`, a response without `response.completed`.") { Fault = Fault.NoEnd },
        new("sim-no-usage", "Never tells its usage, even when asked.") { HidesUsage = true },
        new("sim-html", "A 200 with an HTML page.") { Fault = Fault.Html },
        new("sim-empty", "A 200 with an empty body.") { Fault = Fault.Empty },
    ];

    private static FrozenDictionary<string, SimulatedModel> ByName { get; } = All.Where(model => !model.IsPattern).ToFrozenDictionary(model => model.Name);

    /// <summary>The model of that name, or null.</summary>
    public static SimulatedModel? Find(string name) => ByName.TryGetValue(name, out var model) ? model : FindSlow(name);

    private static SimulatedModel? FindSlow(string name)
    {
        if (!name.StartsWith(SlowPrefix, StringComparison.Ordinal) || !name.EndsWith(SlowSuffix, StringComparison.Ordinal)
            || name.Length <= SlowPrefix.Length + SlowSuffix.Length)
        {
            return null;
        }

        var digits = name.AsSpan(SlowPrefix.Length, name.Length - SlowPrefix.Length - SlowSuffix.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= SlowestMilliseconds
            ? new SimulatedModel(name, "") { Pace = Pace.Human with { FirstToken = TimeSpan.FromMilliseconds(milliseconds) } }
            : null;
    }
}
