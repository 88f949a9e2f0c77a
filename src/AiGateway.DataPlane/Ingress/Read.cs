using System.Globalization;
using AiGateway.Dialects;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Multipart;
using AiGateway.Dialects.Stored;
using AiGateway.Pipeline;

namespace AiGateway.Ingress;

/// <summary>What for? Holds the body (but for uploads, which stream through) and reads from it the few things that the gateway needs to know.</summary>
public sealed class Read(MemoryBudget budget)
{
    /// <summary>Sets the exchange's body, envelope and model, or refuses.</summary>
    public async ValueTask<Outcome?> RunAsync(Exchange exchange)
    {
        var operation = exchange.Operation;
        if (operation.AccountObjects && !exchange.Snapshot.SharesAccountObjects && !MayBeOurs(exchange))
        {
            return GatewayError.SharedObjects;
        }

        exchange.Model = exchange.Match.Model;
        if (operation.Body == BodyKind.None)
        {
            return null;
        }

        if (IsCompressed(exchange))
        {
            return GatewayError.Compressed;
        }

        var limit = LimitOf(exchange);
        if (exchange.RequestHeaders.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        if (operation.Body == BodyKind.Opaque)
        {
            return null;
        }

        return Outcome.Of(await HoldAsync(exchange, limit) ?? Understand(exchange));
    }

    /// <summary>The largest body that the operation may have, in bytes.</summary>
    internal static long LimitOf(Exchange exchange) =>
        exchange.Operation.Body == BodyKind.Opaque ? exchange.Snapshot.Settings.MaxUploadBody : exchange.Snapshot.Settings.MaxRequestBody;

    /// <summary>The 413 that names the limit.</summary>
    internal static GatewayError TooLarge(long limit) => GatewayError.TooLarge with
    {
        Message = string.Create(CultureInfo.InvariantCulture, $"The request's body is larger than the {limit} bytes that this gateway allows."),
    };

    // What the gateway keeps belongs to one key, and to no account: Consult judges it.
    private static bool MayBeOurs(Exchange exchange) => exchange.Operation.Stored != StoredTask.None && exchange.Snapshot.Answers is not null;

    private static bool IsCompressed(Exchange exchange)
    {
        var encoding = exchange.RequestHeaders.ContentEncoding;
        return encoding.Count > 0 && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase);
    }

    private async ValueTask<GatewayError?> HoldAsync(Exchange exchange, long limit)
    {
        var body = exchange.Body = new HeldBytes(budget);
        var source = new CallerBody(exchange, limit, exchange.Deadline.Token);
        while (true)
        {
            if (await source.ReadAsync() is { } error)
            {
                return error;
            }

            foreach (var segment in source.Bytes)
            {
                if (!body.TryWrite(segment.Span, expected: exchange.RequestHeaders.ContentLength ?? 0))
                {
                    source.Advance();
                    return GatewayError.Overloaded with { ClosesConnection = true };
                }
            }

            source.Advance();
            if (source.IsComplete)
            {
                return null;
            }
        }
    }

    private static GatewayError? Understand(Exchange exchange)
    {
        exchange.IsForm = exchange.Operation.Body == BodyKind.Multipart && !IsJson(exchange);
        return (exchange.IsForm ? ReadForm(exchange) : ReadJson(exchange)) ?? JudgeModel(exchange);
    }

    private static bool IsJson(Exchange exchange) =>
        exchange.RequestHeaders.ContentType.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private static GatewayError? ReadJson(Exchange exchange)
    {
        // Paths such as /cancel take a POST with nothing in it.
        if (exchange.Body!.Length == 0 && exchange.Operation.Model == ModelPlace.Nowhere)
        {
            return null;
        }

        if (!EnvelopeReader.TryRead(exchange.Body.Sequence, out var envelope, out var fault))
        {
            return Fault(fault);
        }

        exchange.Envelope = envelope;
        if (envelope.RefersToStoredObjects && !exchange.Snapshot.SharesAccountObjects && !(envelope.PreviousAnswer is not null && MayBeOurs(exchange)))
        {
            return GatewayError.SharedObjects;
        }

        var isRepeated = exchange.Operation.Model == ModelPlace.Path && envelope.Names(exchange.Match.Model!);
        return TakeModel(exchange, isRepeated ? null : envelope.Model) ?? EditModel(exchange, envelope);
    }

    private static GatewayError? ReadForm(Exchange exchange)
    {
        var contentType = exchange.RequestHeaders.ContentType.ToString();
        if (!MultipartFields.TryReadModel(exchange.Body!.Sequence, contentType, out var model, out var fault))
        {
            return Fault(fault);
        }

        if (TakeModel(exchange, model) is { } error)
        {
            return error;
        }

        if (exchange.Match.Model is { } named && model is null
            && MultipartFields.TryInsertModel(exchange.Body.Sequence, contentType, named, out var edit))
        {
            exchange.ModelEdit = edit;
        }

        return null;
    }

    // A model that the path names has to be the one that the body names: only one of them is authorised and logged.
    private static GatewayError? TakeModel(Exchange exchange, string? inBody)
    {
        if (exchange.Match.Model is not { } named)
        {
            exchange.Model = inBody;
            return null;
        }

        return inBody is null || inBody == named
            ? null
            : GatewayError.BadRequest with { Message = "The path and the body name two different models.", Param = "model" };
    }

    private static GatewayError? EditModel(Exchange exchange, in Envelope envelope)
    {
        if (exchange.Operation.Model != ModelPlace.Path && exchange.Match.Model is { } named && envelope.Model is null && envelope.TrySetModel(named, out var edit))
        {
            exchange.ModelEdit = edit;
        }

        return null;
    }

    private static GatewayError? JudgeModel(Exchange exchange) =>
        exchange.Model is null && exchange.Operation.Model == ModelPlace.Body
            ? GatewayError.BadRequest with { Message = "The request names no model: 'model' is required.", Param = "model" }
            : null;

    private static GatewayError Fault(in EnvelopeFault fault) => GatewayError.BadRequest with { Message = fault.Message, Param = fault.Param };
}
