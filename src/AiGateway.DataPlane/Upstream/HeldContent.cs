using System.Buffers;

namespace AiGateway.Upstream;

/// <summary>A held body as a provider gets it: the caller's own bytes but for the edits. Can be sent again.</summary>
internal sealed class HeldContent(ReadOnlySequence<byte> body, BodyEdits edits, CancellationToken cancellation) : RequestContent(cancellation)
{
    protected override bool TryComputeLength(out long length)
    {
        length = body.Length + edits.Growth;
        return true;
    }

    protected override async Task SendAsync(Stream stream, CancellationToken cancellation)
    {
        var position = 0L;
        for (var i = 0; i < edits.Count; i++)
        {
            var edit = edits[i];
            await WriteAsync(stream, body.Slice(position, edit.Start - position), cancellation);
            await stream.WriteAsync(edit.Replacement, cancellation);
            position = edit.Start + edit.Length;
        }

        await WriteAsync(stream, body.Slice(position), cancellation);
    }

    private static async ValueTask WriteAsync(Stream stream, ReadOnlySequence<byte> bytes, CancellationToken cancellation)
    {
        foreach (var segment in bytes)
        {
            await stream.WriteAsync(segment, cancellation);
        }
    }
}
