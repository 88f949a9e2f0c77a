using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// Relays an answer that is one JSON document. It is held until it is whole, for half a document is of no use to anybody and an answer that
/// breaks can then still be told as an error; only what is larger than is worth holding goes through as it comes.
/// </summary>
internal sealed class WholeRelay(AnswerHead head, ByteRelay bytes, Settle settle, MemoryBudget budget, TimeProvider time)
{
    private const long MostHeld = 32 * 1024 * 1024;
    private const int Piece = 64 * 1024;

    public async ValueTask<RelayResult> RunAsync(Exchange exchange, UpstreamCall call)
    {
        using var answer = new HeldBytes(budget);
        try
        {
            var isWhole = await HoldAsync(exchange, call, answer);
            if (((isWhole || answer.Length > 0) && !IsAnswer(exchange, call, answer)) || (isWhole && IsCutOff(call, answer)))
            {
                return RelayResult.Failed(new Failure(FailureKind.TargetBroke, NoAnswer), hasBegun: false);
            }

            if (isWhole)
            {
                exchange.Usage = UsageOf(exchange, answer);
                settle.Run(exchange);
            }

            head.Begin(exchange, call, isWhole ? answer.Length : call.Answer.Content.Headers.ContentLength);
            await WriteAsync(exchange, answer);
            if (isWhole)
            {
                return RelayResult.Served;
            }

            answer.Dispose();
            return await bytes.RunAsync(exchange, call);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return RelayResult.Failed(Failure.Of(exception, exchange.Deadline.Reason), exchange.Reply.HasBegun);
        }
    }

    // Piece by piece, so that what a slow caller has not taken stays where it is charged for, and is not copied to the server's buffers. The
    // server's patience with a caller who takes nothing grows with what it was given to write at once: some five minutes for a piece.
    private static async ValueTask WriteAsync(Exchange exchange, HeldBytes answer)
    {
        exchange.Deadline.Suspend();
        var left = answer.Sequence;
        while (left.Length > Piece)
        {
            Write(exchange.Reply, left.Slice(0, Piece));
            left = left.Slice(Piece);
            await exchange.Reply.FlushAsync(exchange.Deadline.Token);
        }

        Write(exchange.Reply, left);
        if (left.Length < answer.Length)
        {
            // The server sends what is left unsent by itself only where nothing of the body was sent before.
            await exchange.Reply.FlushAsync(exchange.Deadline.Token);
        }
    }

    private static void Write(Reply reply, in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            reply.Write(segment.Span);
        }
    }

    private static GatewayError NoAnswer => GatewayError.Broke with { Message = "The provider answered with something that is no answer, such as a page of HTML." };

    // Whoever reads a stored answer reads its usage again, and uses nothing.
    private static TokenUsage? UsageOf(Exchange exchange, HeldBytes answer) =>
        exchange.Operation.Model == ModelPlace.Nowhere ? null : exchange.Operation.Dialect.ReadUsage(answer.Sequence);

    private async ValueTask<bool> HoldAsync(Exchange exchange, UpstreamCall call, HeldBytes answer)
    {
        // One byte more, so that a body of the told length is read to its end without another segment; nothing where nobody tells it.
        var expected = call.Answer.Content.Headers.ContentLength is { } length ? length + 1 : 0;
        while (answer.Length < MostHeld && answer.TryReserve(expected))
        {
            exchange.Deadline.Set(StopReason.AnswerStalled, exchange.Snapshot.Settings.StreamIdleTimeout);
            var read = await call.Body.ReadAsync(answer.GetMemory(), exchange.Deadline.Token);
            if (exchange.FirstTokenAt == 0)
            {
                exchange.FirstTokenAt = time.GetTimestamp();
            }

            if (read == 0)
            {
                return true;
            }

            answer.Advance(read);
        }

        return false;
    }

    // A body that neither a length nor chunks frame ends where the connection does, and nobody but its own end tells whether that was meant.
    private static bool IsCutOff(UpstreamCall call, HeldBytes answer) =>
        call.Answer.Version.Major == 1 && call.Answer.Content.Headers.ContentLength is null && call.Answer.Headers.TransferEncodingChunked is not true
        && JsonDocumentStart.Is(answer.Sequence) && !JsonDocumentEnd.IsReached(answer.Sequence);

    // What some proxy on the way has to say comes as a page of HTML, or as nothing at all, and under any status.
    private static bool IsAnswer(Exchange exchange, UpstreamCall call, HeldBytes answer)
    {
        var type = call.Answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types) ? types.ToString() : "";
        if (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (call.Answer.Content.Headers.ContentEncoding.Count > 0)
        {
            // Compressed without having been asked to: it goes through as it is, and nobody here can tell what it says.
            return true;
        }

        // Transcripts may be plain text, and what is deleted may be answered with nothing.
        var mayBeOther = exchange.Method != "POST" || (type.Length > 0 && !type.Contains("json", StringComparison.OrdinalIgnoreCase));
        return JsonDocumentStart.Is(answer.Sequence) || (mayBeOther && JsonDocumentStart.First(answer.Sequence) != (byte)'<');
    }
}
