using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Routing;

/// <summary>Which models are there? Answers from the configuration, in the caller's dialect; where the environment alone configures, the provider is asked.</summary>
public sealed class ListModels(ReplyHead head)
{
    /// <summary>Answers, if that is what was asked.</summary>
    public Outcome? Run(Exchange exchange)
    {
        if (exchange.Operation.Models == ModelsQuestion.None || exchange.Snapshot.ModelList is not { } models)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>(1024);
        if (exchange.Operation.Models == ModelsQuestion.All)
        {
            var dialect = exchange.Operation.Dialect;
            if (!dialect.TryPage(models.For(exchange.Key?.Models), exchange.Query, out var page, out var fault))
            {
                return GatewayError.BadRequest with { Message = $"'{fault.Where}' {fault.Message}.", Param = fault.Where };
            }

            dialect.WriteModels(body, page);
        }
        else if (WriteOne(exchange, models, body) is { } error)
        {
            return error;
        }

        var reply = exchange.Reply;
        head.AddTo(exchange);
        reply.Headers.ContentType = "application/json";
        reply.Headers.ContentLength = body.WrittenCount;
        reply.Begin(StatusCodes.Status200OK);
        reply.Write(body.WrittenSpan);
        return Outcome.Served;
    }

    private static GatewayError? WriteOne(Exchange exchange, ModelList models, ArrayBufferWriter<byte> body)
    {
        // Names may have slashes in them.
        var path = exchange.Match.UpstreamPath;
        var name = Uri.UnescapeDataString(path.AsSpan(path.IndexOf('/', 1) + 1));
        var allowed = exchange.Key?.Models;
        if (models.Find(name) is not { } model || allowed?.Allow(name) == false)
        {
            // To a key that may not use it, there is no such model.
            return ModelErrors.NotFound(name, exchange.Snapshot, allowed);
        }

        exchange.Operation.Dialect.WriteModel(body, model);
        return null;
    }
}
