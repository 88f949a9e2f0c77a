using System.Buffers;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>Relays an answer's bytes as they come: audio, the contents of a file, what is too large to hold. Settled before the last of them leaves.</summary>
internal sealed class ByteRelay(AnswerHead head, Settle settle, TimeProvider time)
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Relays the answer from its first byte, or from where somebody else has begun it.</summary>
    public async ValueTask<RelayResult> RunAsync(Exchange exchange, UpstreamCall call)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await PumpAsync(exchange, call, buffer);
            return RelayResult.Served;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return RelayResult.Failed(Failure.Of(exception, exchange.Deadline.Reason), exchange.Reply.HasBegun);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask PumpAsync(Exchange exchange, UpstreamCall call, byte[] buffer)
    {
        var share = new FairShare();
        var length = call.Answer.Content.Headers.ContentLength;
        while (true)
        {
            exchange.Deadline.Set(StopReason.AnswerStalled, exchange.Snapshot.Settings.StreamIdleTimeout);
            var read = await call.Body.ReadAsync(buffer, exchange.Deadline.Token);
            exchange.Deadline.Suspend();
            if (!exchange.Reply.HasBegun)
            {
                exchange.FirstTokenAt = time.GetTimestamp();
                head.Begin(exchange, call, length);
            }

            if (read == 0)
            {
                settle.Run(exchange);
                return;
            }

            if (exchange.Reply.BytesWritten + read == length)
            {
                settle.Run(exchange);
            }

            exchange.Reply.Write(buffer.AsSpan(0, read));
            await exchange.Reply.FlushAsync(exchange.Deadline.Token);
            if (share.IsUsedUp(read))
            {
                await Task.Yield();
            }
        }
    }
}
