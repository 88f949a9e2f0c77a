using System.IO.Pipelines;
using System.Net;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Stored;
using AiGateway.Ingress;
using AiGateway.Keys;
using AiGateway.Limits;
using AiGateway.Routing;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Pipeline;

/// <summary>One request and its answer, on the way through the pipeline. Each step adds what it decided. Used by one thread at a time.</summary>
public sealed class Exchange
{
    /// <summary>When the request's head was read, in the clock's timestamps.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The configuration that the request began with and keeps.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The caller's own id where it is sane, else one of ours.</summary>
    public required string RequestId { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it was sent, with its question mark; empty where there is none. Without the key that it may have had, and asking for events, once the path is known.</summary>
    public required string Query { get; set; }

    /// <summary>The key that the query had; null where it had none, or more than one where it is empty. Ingress sets it.</summary>
    public string? QueryKey { get; set; }

    /// <summary>The protocol of the request: <c>HTTP/1.1</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The request's headers.</summary>
    public required IHeaderDictionary RequestHeaders { get; init; }

    /// <summary>The request's body, unread.</summary>
    public required PipeReader RequestBody { get; init; }

    /// <summary>The address that the connection came from, or that a trusted proxy names.</summary>
    public required IPAddress ClientAddress { get; init; }

    /// <summary>The answer to the caller.</summary>
    public required Reply Reply { get; init; }

    /// <summary>The deadline of whatever is waited for; also cancelled when the caller leaves.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>The connection is one more than the gateway may hold: only probes are answered on it.</summary>
    public bool IsBeyondLimit { get; init; }

    /// <summary>A probe or a scrape, which is not logged and not counted. The host sets it.</summary>
    public bool IsProbe { get; set; }

    /// <summary>What the path leads to. Ingress sets it.</summary>
    public OperationMatch Match { get; set; }

    /// <summary>The operation; there is one for whatever enters the pipeline.</summary>
    public Operation Operation => Match.Operation!;

    /// <summary>Who asks. Authenticate sets it.</summary>
    public GatewayKey? Key { get; set; }

    /// <summary>Where the caller stands with his requests a minute; null where they are not limited. Admit sets it.</summary>
    public Quota? Quota { get; set; }

    /// <summary>Where its key's place among the requests at once is to be given back; null where it has none. Admit sets it, Settle gives it back.</summary>
    public ConcurrencyLimit? Place { get; set; }

    /// <summary>The body, held so that it can be sent more than once; null where there is none or it streams through. Read sets it.</summary>
    public HeldBytes? Body { get; set; }

    /// <summary>What the body says, where it is JSON. Read sets it.</summary>
    public Envelope Envelope { get; set; }

    /// <summary>The caller wants a stream of events.</summary>
    public bool WantsStream => Operation.AlwaysStreams || (Operation.Streams && Envelope.Stream);

    /// <summary>The caller wants the stream, and any error, as a JSON array. Ingress sets it.</summary>
    public bool WantsArray { get; set; }

    /// <summary>The caller would rather be refused than have fields dropped on the way to a target of another dialect.</summary>
    public bool IsStrict => RequestHeaders.TryGetValue("x-gateway-strict", out var strict) && "true".Equals(strict, StringComparison.OrdinalIgnoreCase);

    /// <summary>The caller's fields that did not arrive at the target that answers him; empty where all did. Attempt sets it.</summary>
    public IReadOnlyList<string> Dropped { get; private set; } = [];

    /// <summary>Keeps the answer where its provider does not; null: nobody does. Consult sets it.</summary>
    public IAnswerKeeper? Keeper { get; set; }

    /// <summary>The body is a form. Read sets it.</summary>
    public bool IsForm { get; set; }

    /// <summary>The model that was asked for, or null. Read sets it.</summary>
    public string? Model { get; set; }

    /// <summary>Where requests for the model go. Plan sets it.</summary>
    public ModelRoute? Route { get; set; }

    /// <summary>The way of the request from target to target. Plan sets it.</summary>
    public Itinerary? Itinerary { get; set; }

    /// <summary>Who is being asked, or was asked last. Attempt sets it.</summary>
    public Target? Target { get; set; }

    /// <summary>What the target calls the model, or null. Attempt sets it.</summary>
    public string? TargetModel { get; private set; }

    /// <summary>An edit that the body needs before it can be sent on (a model named in the path), or null. Read sets it.</summary>
    public BodyEdit? ModelEdit { get; set; }

    /// <summary>What was wrong with the caller's body while it streamed through, or null.</summary>
    public GatewayError? BodyError { get; set; }

    /// <summary>Bytes of the body that were taken from the caller.</summary>
    public long BytesRead { get; set; }

    /// <summary>Calls made to providers. A resend on a connection that proved dead is none.</summary>
    public int Attempts { get; set; }

    /// <summary>More than one call was made, so that the caller need not make another.</summary>
    public bool HasRetried { get; set; }

    /// <summary>The status of the last provider's answer; 0 before there is one.</summary>
    public int UpstreamStatus { get; set; }

    /// <summary>The provider's own id for the request, or null.</summary>
    public string? UpstreamRequestId { get; set; }

    /// <summary>When the first call to a provider was begun; 0 before.</summary>
    public long CalledAt { get; set; }

    /// <summary>When the provider's answer began; 0 before.</summary>
    public long AnsweredAt { get; set; }

    /// <summary>When the first data of the answer were there; 0 before.</summary>
    public long FirstTokenAt { get; set; }

    /// <summary>The time that the gateway itself took until the answer's head was decided.</summary>
    public TimeSpan Overhead { get; set; }

    /// <summary>The answer is a stream of events.</summary>
    public bool IsStream { get; set; }

    /// <summary>Takes note of the call whose answer, or whose failure, the caller is going to be told.</summary>
    internal void Adopt(Visit visit, UpstreamCall call)
    {
        Target = visit.Target;
        TargetModel = visit.Model.Length > 0 ? visit.Model : Model;
        AnsweredAt = call.AnsweredAt;
        UpstreamStatus = call.Status;
        UpstreamRequestId = call.RequestId;
        Dropped = call.Asked.Dropped;
    }

    /// <summary>What the answer used, as far as the provider said.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>It has been settled; see <c>Settle</c>.</summary>
    public bool IsSettled { get; set; }

    /// <summary>How it ended; null until then.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>The status for logs and metrics: what the caller got, or 499 where he left before he had it.</summary>
    public int FinalStatus => Outcome?.Error is { Status: 499 } gone ? gone.Status : Reply.Status;
}
