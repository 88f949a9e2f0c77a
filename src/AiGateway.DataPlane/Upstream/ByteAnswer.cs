using System.Buffers;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>An answer whose bytes pass as they come: audio, the contents of a file, what is too large to hold. Settled before the last of them leaves.</summary>
/// <param name="exchange">Whose answer it is.</param>
/// <param name="call">Where it comes from.</param>
/// <param name="head">Decides its head.</param>
/// <param name="settle">Books it before the last of it leaves.</param>
/// <param name="untilFirst">The longest time until its first byte, while another target can still be asked; what follows has the environment's time.</param>
/// <param name="time">The clock.</param>
internal sealed class ByteAnswer(Exchange exchange, UpstreamCall call, AnswerHead head, Settle settle, TimeSpan untilFirst, TimeProvider time) : Answer
{
    private const int BufferSize = 16 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _read = -1;

    public override async ValueTask<Failure?> OpenAsync()
    {
        try
        {
            await ReadAsync(untilFirst);
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Failure.Of(exception, call.Deadline.Reason);
        }
    }

    /// <summary>Passes it on from its first byte, or from where somebody else has begun it.</summary>
    public override async ValueTask<RelayResult> DeliverAsync()
    {
        try
        {
            await PumpAsync();
            return RelayResult.Served;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return RelayResult.Failed(Failure.Of(exception, call.Deadline.Reason), exchange.Reply.HasBegun);
        }
    }

    public override void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask ReadAsync(TimeSpan idle)
    {
        call.Deadline.Set(StopReason.AnswerStalled, idle);
        _read = await call.Body.ReadAsync(_buffer, call.Deadline.Token);
        call.Deadline.Suspend();
    }

    private async ValueTask PumpAsync()
    {
        var share = new FairShare();
        var length = call.Answer.Content.Headers.ContentLength;
        while (true)
        {
            if (_read < 0)
            {
                await ReadAsync(exchange.Snapshot.Settings.StreamIdleTimeout);
            }

            if (!exchange.Reply.HasBegun)
            {
                exchange.FirstTokenAt = time.GetTimestamp();
                head.Begin(exchange, call, length);
            }

            if (_read == 0)
            {
                settle.Run(exchange);
                return;
            }

            if (exchange.Reply.BytesWritten + _read == length)
            {
                settle.Run(exchange);
            }

            exchange.Reply.Write(_buffer.AsSpan(0, _read));
            await exchange.Reply.FlushAsync(call.Deadline.Token);
            if (share.IsUsedUp(_read))
            {
                await Task.Yield();
            }

            _read = -1;
        }
    }
}
