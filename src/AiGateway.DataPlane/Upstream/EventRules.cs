using AiGateway.Dialects;

namespace AiGateway.Upstream;

/// <summary>What is particular to one stream among those that may make up an answer.</summary>
/// <param name="WithholdsUsage">The caller did not ask for the usage chunk.</param>
/// <param name="HoldsPreamble">Events before the first token wait for it, since somebody else could be asked until then.</param>
/// <param name="Idle">The longest time between data events.</param>
/// <param name="Keepalive">After so much silence the caller is sent a comment; null: never.</param>
/// <param name="Rewrite">Reads the stream and rewrites it: a translation, the continuation of a stream that broke, or both; null: it goes on as it came.</param>
/// <param name="Continues">It goes on where another stream broke.</param>
internal readonly record struct EventRules(
    bool WithholdsUsage, bool HoldsPreamble, TimeSpan Idle, TimeSpan? Keepalive, StreamRewrite? Rewrite,
    bool Continues = false);
