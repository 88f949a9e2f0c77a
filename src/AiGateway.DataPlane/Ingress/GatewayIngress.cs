using System.Runtime.CompilerServices;
using AiGateway.Pipeline;
using AiGateway.Telemetry;
using Microsoft.Extensions.Logging;

namespace AiGateway.Ingress;

/// <summary>HTTP in: finds the operation of a request, runs the pipeline, and turns refusals into answers.</summary>
public sealed partial class GatewayIngress(
    OperationTable operations, GatewayPipeline pipeline, ErrorReply errors, Drain drain, GatewayMetrics metrics, TimeProvider time, ILogger<GatewayIngress> logger)
{
    // On HTTP/2 a reset overtakes what the caller has not read yet, and with it the event that tells him why.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(100);

    /// <summary>Answers a request.</summary>
    /// <exception cref="AnswerBrokenException">The answer broke after some of it was sent: the connection must not end cleanly.</exception>
    public async Task RunAsync(Exchange exchange)
    {
        if (Cors.IsPreflight(exchange.Method, exchange.RequestHeaders))
        {
            Cors.AnswerPreflight(exchange);
            exchange.Outcome = Outcome.Served;
            return;
        }

        Outcome outcome;
        try
        {
            outcome = await DecideAsync(exchange);
        }
        catch (Exception exception) when (exchange.Deadline.Token.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            outcome = GatewayError.CallerGone;
        }
        catch (Exception exception)
        {
            LogBug(exception, exchange.RequestId);
            outcome = exchange.Reply.HasBegun ? Outcome.BrokenOff(GatewayError.Internal) : GatewayError.Internal;
        }

        exchange.Outcome = outcome;
        await ConcludeAsync(exchange, outcome);
    }

    /// <summary>Refuses a request before anything else of it is looked at.</summary>
    public void Refuse(Exchange exchange, GatewayError error)
    {
        exchange.Outcome = error;
        errors.Write(exchange, error);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> DecideAsync(Exchange exchange)
    {
        if (RequestHead.Check(exchange) is { } malformed)
        {
            return malformed;
        }

        exchange.Match = operations.Find(exchange.Method, exchange.Path, exchange.RequestHeaders);
        QueryKey.Take(exchange);
        StreamForm.Take(exchange);
        if (drain.State == DrainState.Refusing)
        {
            return GatewayError.Draining;
        }

        if (exchange.Match.Operation is not null)
        {
            return await pipeline.RunAsync(exchange);
        }

        return pipeline.Refuse(exchange, exchange.Match.Allow is { } methods
            ? GatewayError.MethodNotAllowed with { Allow = methods }
            : GatewayError.NotFound);
    }

    private async ValueTask ConcludeAsync(Exchange exchange, Outcome outcome)
    {
        if (outcome.Error is not { } error)
        {
            return;
        }

        if (exchange.Attempts == 0)
        {
            // The gateway's own limits, and not what a provider said of his.
            Count(error);
        }

        if (error == GatewayError.CallerGone)
        {
            throw new AnswerBrokenException();
        }

        if (outcome.Broken)
        {
            if (exchange.Protocol != "HTTP/1.1")
            {
                await Task.Delay(s_lastWords, time);
            }

            throw new AnswerBrokenException();
        }

        if (!exchange.Reply.HasBegun)
        {
            errors.Write(exchange, error);
        }
    }

    private void Count(GatewayError error)
    {
        if (error.Limit is { } limit)
        {
            metrics.CountLimited(limit);
        }
        else if (error.Code == GatewayError.Overloaded.Code && error.Message == GatewayError.Overloaded.Message)
        {
            metrics.CountLimited("memory");
        }
    }

    [LoggerMessage(LogLevel.Error, "The gateway failed on a request; this is a bug")]
    private partial void LogBug(Exception exception, string requestId);
}

/// <summary>Tells the server to close the connection without a clean end: what the caller has is not whole.</summary>
public sealed class AnswerBrokenException : Exception
{
    /// <summary>A broken answer.</summary>
    public AnswerBrokenException()
        : base("The answer broke after some of it was sent.")
    {
    }

    /// <summary>A broken answer.</summary>
    public AnswerBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>A broken answer.</summary>
    public AnswerBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
