using System.Buffers;
using AiGateway.Pipeline;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>Reads a caller's body piece by piece, within its limit and as long as it makes progress. What goes wrong is a value, not an exception.</summary>
/// <param name="exchange">Whose body it is.</param>
/// <param name="limit">The largest body allowed, in bytes.</param>
/// <param name="cancellation">Ends a wait; cancelled with the exchange's deadline at the latest.</param>
internal sealed class CallerBody(Exchange exchange, long limit, CancellationToken cancellation)
{
    // What Kestrel says, as of a malformed request, where the connection was closed in the middle of a body.
    private const string CallerLeft = "Unexpected end of request content.";

    /// <summary>What the last read brought, until <see cref="Advance"/>.</summary>
    public ReadOnlySequence<byte> Bytes { get; private set; }

    /// <summary>There is no more.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Waits for the next piece.</summary>
    public async ValueTask<GatewayError?> ReadAsync()
    {
        try
        {
            // What is there already needs no deadline.
            if (!exchange.RequestBody.TryRead(out var result))
            {
                exchange.Deadline.Set(StopReason.RequestBody, exchange.Snapshot.Settings.BodyTimeout);
                result = await exchange.RequestBody.ReadAsync(cancellation);
                exchange.Deadline.Suspend();
            }

            Bytes = result.Buffer;
            IsComplete = result.IsCompleted;
            exchange.BytesRead += Bytes.Length;
            if (exchange.BytesRead <= limit)
            {
                return null;
            }

            Advance();
            return Read.TooLarge(limit);
        }
        catch (OperationCanceledException)
        {
            return exchange.Deadline.Reason switch
            {
                StopReason.RequestBody => GatewayError.RequestTimeout,
                StopReason.Total => GatewayError.Timeout with { Message = "The time that the caller allowed was over before the request had come.", ClosesConnection = true },
                StopReason.ShuttingDown => GatewayError.Draining,
                _ => GatewayError.CallerGone,
            };
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? Read.TooLarge(limit)
                : exception.Message == CallerLeft ? GatewayError.CallerGone
                : GatewayError.BadRequest with { Message = "The request's body is not framed as HTTP/1.1 requires.", ClosesConnection = true };
        }
        catch (ConnectionResetException)
        {
            return GatewayError.CallerGone;
        }
        catch (IOException)
        {
            // Kestrel reports a chunk size beyond 64 bits so, and a caller of HTTP/2 that left in the middle of his body.
            return exchange.Deadline.Reason == StopReason.CallerGone
                ? GatewayError.CallerGone
                : GatewayError.BadRequest with { Message = "The request's body broke off or is not framed as HTTP/1.1 requires.", ClosesConnection = true };
        }
    }

    /// <summary>
    /// Gives the last piece back, used up; also where no more is wanted: the server reads on for a while, so that the caller gets to read why he is refused, and
    /// cannot while a piece is held. One that is too much is given back already.
    /// </summary>
    public void Advance() => exchange.RequestBody.AdvanceTo(Bytes.End);
}
