using System.Buffers;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Stored;
using AiGateway.Ingress;
using AiGateway.Keys;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.State;

/// <summary>
/// About an answer that is kept here? Answers requests for one, and puts what is kept into requests that refer to it, so that whoever is asked need not
/// know of it. Does nothing where the operator has not switched the store on.
/// </summary>
public sealed class Consult(ReplyHead head, MemoryBudget budget)
{
    /// <summary>Answers, refuses, or makes the request stand for itself.</summary>
    public Outcome? Run(Exchange exchange)
    {
        if (exchange is not { Operation: { Stored: not StoredTask.None, Dialect.Storage: { } storage }, Snapshot.Answers: { } store, Key: { } key })
        {
            return null;
        }

        return exchange.Operation.Stored is StoredTask.Create or StoredTask.Refer
            ? Outcome.Of(Expand(exchange, storage, store, key.Hash))
            : Answer(exchange, storage, store, key.Hash);
    }

    private GatewayError? Expand(Exchange exchange, AnswerStorage storage, StoredAnswers store, KeyHash key)
    {
        if (Fill(exchange, storage, store, key) is { } refused)
        {
            return refused;
        }

        var previous = exchange.Envelope.PreviousAnswer;
        if (previous is null)
        {
            exchange.Keeper = KeeperOf(exchange, new AnswerKeeper(exchange, storage, store));
            return null;
        }

        if (!store.TryFindTalk(key, previous, out var talk))
        {
            // It may be the provider's, where that is everybody's who has a key.
            return talk.Count == 0 && exchange.Snapshot.SharesAccountObjects ? null : GatewayError.NoPreviousAnswer with { Param = storage.Reference };
        }

        return Charge(exchange, () => Expand(exchange, storage, store, previous, talk));
    }

    // What it takes to read a request into objects is charged for as long as that lasts.
    private GatewayError? Charge(Exchange exchange, Func<GatewayError?> read)
    {
        var weight = JsonWeight.Of(exchange.Body!.Sequence).Reading;
        if (!budget.TryTake(weight))
        {
            return GatewayError.Overloaded;
        }

        try
        {
            return read();
        }
        finally
        {
            budget.Return(weight);
        }
    }

    private GatewayError? Expand(Exchange exchange, AnswerStorage storage, StoredAnswers store, string previous, List<StoredAnswer> talk)
    {
        var request = exchange.Body!.Sequence.ToArray();
        exchange.Keeper = KeeperOf(exchange, new AnswerKeeper(exchange, storage, store) { Previous = previous, Input = storage.ReadInput(request) });
        return Replace(exchange, request, storage, talk);
    }

    // What is named piece by piece is put in ahead of all else, so that what is kept of the request has the words themselves.
    private GatewayError? Fill(Exchange exchange, AnswerStorage storage, StoredAnswers store, KeyHash key) =>
        storage.MayName(exchange.Body!.Sequence) ? Charge(exchange, () => FillNamed(exchange, storage, store, key)) : null;

    private GatewayError? FillNamed(Exchange exchange, AnswerStorage storage, StoredAnswers store, KeyHash key)
    {
        var request = exchange.Body!.Sequence;
        var limit = exchange.Snapshot.Settings.MaxRequestBody;
        var filled = new ArrayBufferWriter<byte>((int)request.Length + 1024);
        return !storage.TryFill(request.ToArray(), id => store.TryFind(key, id, out var answer) ? answer : null, limit, filled) ? null
            : filled.WrittenCount > limit ? TooLarge(limit, "input")
            : Take(exchange, filled);
    }

    private static AnswerKeeper? KeeperOf(Exchange exchange, AnswerKeeper keeper) => exchange.Operation.Stored == StoredTask.Create ? keeper : null;

    private GatewayError? Replace(Exchange exchange, ReadOnlyMemory<byte> request, AnswerStorage storage, List<StoredAnswer> talk)
    {
        var limit = exchange.Snapshot.Settings.MaxRequestBody;
        var size = (long)request.Length;
        foreach (var answer in talk)
        {
            size += answer.Size;
        }

        if (size > limit)
        {
            return TooLarge(limit, storage.Reference);
        }

        var expanded = new ArrayBufferWriter<byte>((int)size + 1024);
        return storage.TryExpand(request, talk, expanded) ? Take(exchange, expanded) : GatewayError.BadRequest;
    }

    private static GatewayError TooLarge(long limit, string place) => GatewayError.BadRequest with
    {
        Message = $"The request and what it refers to are larger than the {limit} bytes that this gateway allows for a request.",
        Param = place,
    };

    private GatewayError? Take(Exchange exchange, ArrayBufferWriter<byte> request)
    {
        if (!EnvelopeReader.TryRead(new ReadOnlySequence<byte>(request.WrittenMemory), out var envelope, out _))
        {
            return GatewayError.BadRequest;
        }

        var body = new HeldBytes(budget);
        if (!body.TryWrite(request.WrittenSpan, request.WrittenCount))
        {
            body.Dispose();
            return GatewayError.Overloaded;
        }

        exchange.Body!.Dispose();
        (exchange.Body, exchange.Envelope) = (body, envelope);
        if (exchange.ModelEdit is not null && envelope.TrySetModel(exchange.Model!, out var edit))
        {
            exchange.ModelEdit = edit;
        }

        return null;
    }

    private Outcome? Answer(Exchange exchange, AnswerStorage storage, StoredAnswers store, KeyHash key)
    {
        var id = IdOf(exchange.Match.UpstreamPath);
        if (!store.TryFind(key, id, out var answer))
        {
            return Outcome.Of(exchange.Snapshot.SharesAccountObjects ? null : GatewayError.NoStoredAnswer);
        }

        var body = new ArrayBufferWriter<byte>(1024);
        switch (exchange.Operation.Stored)
        {
            case StoredTask.Retrieve when exchange.Query.Contains("stream=true", StringComparison.Ordinal):
                return GatewayError.BadRequest with { Message = "The answer is kept whole, and cannot be streamed once more.", Param = "stream" };
            case StoredTask.Retrieve:
                body.Write(answer.Answer.Span);
                break;
            case StoredTask.ListInput:
                if (!storage.TryWriteInput(body, answer, exchange.Query, out var fault))
                {
                    return GatewayError.BadRequest with { Message = $"'{fault.Where}' {fault.Message}.", Param = fault.Where };
                }

                break;
            case StoredTask.Delete:
                store.Delete(key, id);
                storage.WriteDeleted(body, id);
                break;
            default:
                return GatewayError.BadRequest with { Message = "The answer is complete: only one that is made in the background can be cancelled." };
        }

        Tell(exchange, body.WrittenSpan);
        return Outcome.Served;
    }

    // The second segment: /responses/{id}, and what follows.
    private static string IdOf(string path)
    {
        var rest = path.AsSpan(path.IndexOf('/', 1) + 1);
        var end = rest.IndexOf('/');
        return Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
    }

    private void Tell(Exchange exchange, ReadOnlySpan<byte> body)
    {
        var reply = exchange.Reply;
        head.AddTo(exchange);
        reply.Headers.ContentType = "application/json";
        reply.Headers.ContentLength = body.Length;
        reply.Begin(StatusCodes.Status200OK);
        reply.Write(body);
    }
}
