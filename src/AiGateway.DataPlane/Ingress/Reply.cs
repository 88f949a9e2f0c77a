using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Ingress;

/// <summary>The answer to the caller. Whoever holds it writes the head once, then the body; nothing is sent before the first flush or the end.</summary>
public sealed class Reply(IHttpResponseFeature response, IHttpResponseBodyFeature body)
{
    /// <summary>The head has been decided, so that no other answer can be given.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The status that was decided; 0 before.</summary>
    public int Status { get; private set; }

    /// <summary>Bytes of body that were written.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>The response's headers, to be set before <see cref="Begin"/>.</summary>
    public IHeaderDictionary Headers => response.Headers;

    /// <summary>Decides the head.</summary>
    public void Begin(int status)
    {
        HasBegun = true;
        Status = status;
        response.StatusCode = status;
    }

    /// <summary>Appends to the body without sending it.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var writer = body.Writer;
        while (!bytes.IsEmpty)
        {
            var room = writer.GetSpan();
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            writer.Advance(count);
            BytesWritten += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Sends what was written; completes when the caller has taken enough of it for more to be written.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellation) => body.Writer.FlushAsync(cancellation);
}
