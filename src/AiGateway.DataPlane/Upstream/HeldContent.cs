using System.Buffers;
using AiGateway.Dialects.Json;

namespace AiGateway.Upstream;

/// <summary>A held body as a provider gets it: the caller's own bytes but for the edits, which are in order and do not overlap. Can be sent again.</summary>
internal sealed class HeldContent(ReadOnlySequence<byte> body, BodyEdit? first, BodyEdit? second, CancellationToken cancellation)
    : RequestContent(cancellation)
{
    protected override bool TryComputeLength(out long length)
    {
        length = body.Length + Growth(first) + Growth(second);
        return true;
    }

    protected override async Task SendAsync(Stream stream, CancellationToken cancellation)
    {
        var position = 0L;
        for (var i = 0; i < 2; i++)
        {
            if ((i == 0 ? first : second) is not { } edit)
            {
                continue;
            }

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

    private static long Growth(BodyEdit? edit) => edit is { } change ? change.Replacement.Length - change.Length : 0;
}
