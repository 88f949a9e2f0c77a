using System.Buffers;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>An answer whose bytes pass as they come: audio, the contents of a file, what is too large to hold. Settled before the last of them leaves.</summary>
internal sealed class ByteAnswer(Exchange exchange, UpstreamCall call, AnswerHead head, Settle settle, TimeProvider time) : Answer
{
    private const int BufferSize = 16 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _read = -1;

    public override async ValueTask<Failure?> OpenAsync()
    {
        try
        {
            await ReadAsync();
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

    private async ValueTask ReadAsync()
    {
        call.Deadline.Set(StopReason.AnswerStalled, exchange.Snapshot.Settings.StreamIdleTimeout);
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
                await ReadAsync();
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
