using AiGateway.Configuration;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Telemetry;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Hosting;

/// <summary>What the web server calls for each request, with nothing of a framework in between.</summary>
internal sealed class GatewayApplication(
    LiveConfiguration configuration,
    GatewayIngress ingress,
    HealthPaths health,
    ConnectionLimit connections,
    InFlight inFlight,
    Deadline.Pool deadlines,
    RequestLog log,
    GatewayMetrics metrics,
    TimeProvider time) : IHttpApplication<Exchange>
{
    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        var request = contextFeatures.GetRequiredFeature<IHttpRequestFeature>();
        var response = contextFeatures.GetRequiredFeature<IHttpResponseFeature>();
        var snapshot = configuration.Current;
        var (path, query) = RequestTarget.Split(request.RawTarget);
        return new Exchange
        {
            StartedAt = time.GetTimestamp(),
            Snapshot = snapshot,
            RequestId = RequestId.Choose(request.Headers["x-request-id"]),
            Method = request.Method,
            Path = path,
            Query = query,
            Protocol = request.Protocol,
            RequestHeaders = request.Headers,
            RequestBody = contextFeatures.GetRequiredFeature<IRequestBodyPipeFeature>().Reader,
            ClientAddress = ClientAddress.Resolve(
                contextFeatures.GetRequiredFeature<IHttpConnectionFeature>().RemoteIpAddress, request.Headers, snapshot.Settings.TrustedProxies),
            Reply = new Reply(response, contextFeatures.GetRequiredFeature<IHttpResponseBodyFeature>()),
            Deadline = deadlines.Get(contextFeatures.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted),
            IsBeyondLimit = connections.IsExceeded && contextFeatures.Get<BeyondLimit>() is not null,
        };
    }

    public Task ProcessRequestAsync(Exchange context)
    {
        // Probes are answered whatever else is the matter.
        var isHealth = HealthPaths.Has(context);
        if (isHealth && context.Method is ("GET" or "HEAD"))
        {
            return health.AnswerAsync(context);
        }

        inFlight.Add(context);

        if (context.IsBeyondLimit || (context.Protocol == "HTTP/2" && inFlight.Count > connections.Limit))
        {
            metrics.CountLimited("connections");
            return Refuse(context, GatewayError.Overloaded with { Message = "The gateway serves as many callers as it can.", ClosesConnection = true });
        }

        return isHealth && !Cors.IsPreflight(context.Method, context.RequestHeaders)
            ? Refuse(context, GatewayError.MethodNotAllowed with { Allow = HealthPaths.Methods })
            : ingress.RunAsync(context);
    }

    public void DisposeContext(Exchange context, Exception? exception)
    {
        try
        {
            if (!context.IsProbe)
            {
                var duration = time.GetElapsedTime(context.StartedAt);
                var toFirstToken = context.FirstTokenAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(context.StartedAt, context.FirstTokenAt);
                metrics.CountRequest(context, duration, toFirstToken);
                log.Write(context, duration, toFirstToken);
            }
        }
        finally
        {
            context.Body?.Dispose();
            deadlines.Return(context.Deadline);
            if (!context.IsProbe)
            {
                inFlight.Remove(context);
            }
        }
    }

    private Task Refuse(Exchange exchange, GatewayError error)
    {
        ingress.Refuse(exchange, error);
        return Task.CompletedTask;
    }
}
