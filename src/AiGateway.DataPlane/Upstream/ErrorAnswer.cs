using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>A provider's answer that is no success: its body, read as far as it is worth reading, and what it means.</summary>
internal sealed class ErrorAnswer(UpstreamCall call, MemoryBudget budget, TimeProvider time) : IDisposable
{
    /// <summary>What is told a caller who was limited, where the provider does not say for how long.</summary>
    public static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    private const int LongestBody = 64 * 1024;

    private readonly HeldBytes _body = new(budget);

    /// <summary>The status.</summary>
    public int Status => (int)call.Answer.StatusCode;

    /// <summary>It was read as far as it comes, and judged.</summary>
    public bool IsRead { get; private set; }

    /// <summary>What the failure is.</summary>
    public FailureKind Kind { get; private set; }

    /// <summary>What the body says; nothing where it says nothing that is known.</summary>
    public ErrorFacts Facts { get; private set; }

    /// <summary>The body.</summary>
    public ReadOnlySequence<byte> Body => _body.Sequence;

    /// <summary>The body is a JSON document, whole: it can be passed on. An HTML page of some proxy on the way is not.</summary>
    public bool IsJson { get; private set; }

    /// <summary>How long the provider asks to be left alone; a second where it limits without saying for how long; else null.</summary>
    public TimeSpan? RetryAfter => Hint ?? (Status == StatusCodes.Status429TooManyRequests ? UsualPause : null);

    /// <summary>How long the provider asks to be left alone; null where it says nothing.</summary>
    public TimeSpan? Hint { get; private set; }

    /// <summary>The provider does not know, or does not want, <c>stream_options</c>.</summary>
    public bool IsAboutStreamOptions =>
        Status is 400 or 422 && (Contains("stream_options"u8) || Contains("include_usage"u8));

    /// <summary>Reads and judges it. Where its body breaks off, or stops coming, its status still says what it means.</summary>
    /// <param name="atMost">How long its body may take.</param>
    /// <returns>Why nobody waits for it any more, or null.</returns>
    public async ValueTask<Failure?> ReadAsync(TimeSpan atMost)
    {
        call.Deadline.Set(StopReason.AnswerStalled, atMost);
        var isWhole = false;
        try
        {
            isWhole = await ReadBodyAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!call.Deadline.TryRenew())
            {
                return Failure.Of(exception, call.Deadline.Reason);
            }
        }

        IsJson = isWhole && (JsonDocumentStart.Is(Body) || IsCompressedJson);
        Facts = IsJson ? ErrorFacts.Read(Body) : default;
        Kind = FailureSignals.Classify(call.Target.Provider.Settings.Preset, Status, Facts);
        Hint = RetryHint.Read(call.Answer, Facts, time);
        IsRead = true;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _body.Dispose();

    private bool IsCompressedJson =>
        call.Answer.Content.Headers.ContentEncoding.Count > 0
        && call.Answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type)
        && type.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<bool> ReadBodyAsync()
    {
        while (_body.Length <= LongestBody && _body.TryReserve())
        {
            var read = await call.Body.ReadAsync(_body.GetMemory(), call.Deadline.Token);
            if (read == 0)
            {
                return true;
            }

            _body.Advance(read);
        }

        return false;
    }

    private bool Contains(ReadOnlySpan<byte> text)
    {
        var body = Body;
        return body.IsSingleSegment ? body.FirstSpan.IndexOf(text) >= 0 : body.ToArray().AsSpan().IndexOf(text) >= 0;
    }
}
