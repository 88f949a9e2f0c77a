using AiGateway.Ingress;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>A caller's body that streams through: each piece goes up as it comes, and is not kept. Can be sent once.</summary>
internal sealed class UploadContent(Exchange exchange, CancellationToken cancellation) : RequestContent(cancellation)
{
    protected override bool TryComputeLength(out long length)
    {
        length = exchange.RequestHeaders.ContentLength ?? 0;
        return exchange.RequestHeaders.ContentLength is not null;
    }

    protected override async Task SendAsync(Stream stream, CancellationToken cancellation)
    {
        var source = new CallerBody(exchange, Read.LimitOf(exchange), cancellation);
        while (!source.IsComplete)
        {
            if (await source.ReadAsync() is { } error)
            {
                exchange.BodyError = error;
                throw new IOException("The caller's body could not be read to its end.");
            }

            // A provider that takes nothing is as slow as one that answers nothing.
            exchange.Deadline.Set(StopReason.AnswerLate, exchange.Snapshot.Settings.UpstreamTimeout);
            try
            {
                foreach (var segment in source.Bytes)
                {
                    await stream.WriteAsync(segment, cancellation);
                }
            }
            finally
            {
                source.Advance();
            }

            await stream.FlushAsync(cancellation);
        }

        exchange.Deadline.Set(StopReason.AnswerLate, exchange.Snapshot.Settings.UpstreamTimeout);
    }
}
