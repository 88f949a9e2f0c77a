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

    public async ValueTask<RelayResult> RunAsync(Exchange exchange, UpstreamCall call)
    {
        using var answer = new HeldBytes(budget);
        try
        {
            var isWhole = await HoldAsync(exchange, call, answer);
            if ((isWhole || answer.Length > 0) && !IsAnswer(exchange, call, answer))
            {
                return RelayResult.Failed(new Failure(FailureKind.TargetBroke, NoAnswer), hasBegun: false);
            }

            if (isWhole)
            {
                exchange.Usage = UsageOf(exchange, answer);
                settle.Run(exchange);
            }

            head.Begin(exchange, call, isWhole ? answer.Length : call.Answer.Content.Headers.ContentLength);
            foreach (var segment in answer.Sequence)
            {
                exchange.Reply.Write(segment.Span);
            }

            return isWhole ? RelayResult.Served : await bytes.RunAsync(exchange, call);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return RelayResult.Failed(Failure.Of(exception, exchange.Deadline.Reason), exchange.Reply.HasBegun);
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
