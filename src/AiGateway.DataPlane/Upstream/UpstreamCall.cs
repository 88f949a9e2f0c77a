using AiGateway.Dialects;
using AiGateway.Dialects.Json;
using AiGateway.Ingress;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>One call to a provider: sends the request and holds the answer, whose body is yet to be read. Disposing it cancels what is left, of the request too.</summary>
internal sealed class UpstreamCall(Exchange exchange, Provider provider, TimeProvider time) : IAsyncDisposable
{
    // Only over HTTP/2 may a request outlive its answer.
    private readonly CancellationTokenSource? _sending =
        provider.Connections.Version.Major == 1 ? null : CancellationTokenSource.CreateLinkedTokenSource(exchange.Deadline.Token);

    private HttpRequestMessage? _request;
    private HttpResponseMessage? _answer;
    private Stream? _body;

    /// <summary>The answer's head; there is one once <see cref="SendAsync"/> has returned no failure.</summary>
    public HttpResponseMessage Answer => _answer!;

    /// <summary>The answer's body, not decoded.</summary>
    public Stream Body => _body!;

    /// <summary>The answer has begun while the caller's upload is still on its way, so that the rest of it is not read.</summary>
    public bool CutsUploadShort => _request?.Content is UploadContent { Sent.IsCompleted: false };

    /// <summary>Sends the request and waits for the answer's head.</summary>
    /// <param name="usageEdit">An edit that asks for the stream's usage, or null.</param>
    public async ValueTask<Failure?> SendAsync(BodyEdit? usageEdit)
    {
        exchange.Attempts++;
        exchange.UpstreamStatus = 0;
        exchange.CalledAt = time.GetTimestamp();
        exchange.Deadline.Set(StopReason.AnswerLate, exchange.Snapshot.Settings.UpstreamTimeout);
        try
        {
            try
            {
                _answer = await SendOnceAsync(usageEdit, onFreshConnection: false);
            }
            catch (HttpRequestException exception) when (IsStale(exception) && exchange.Operation.Replayable)
            {
                // Nobody has seen the request: once more, on a connection that cannot be stale.
                _request!.Dispose();
                _answer = await SendOnceAsync(usageEdit, onFreshConnection: true);
            }

            exchange.AnsweredAt = time.GetTimestamp();
            exchange.UpstreamStatus = (int)_answer.StatusCode;
            exchange.UpstreamRequestId = ReadRequestId(_answer);
            _body = await _answer.Content.ReadAsStreamAsync(exchange.Deadline.Token);
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            exchange.AnsweredAt = time.GetTimestamp();
            return exchange.BodyError is { } fault
                ? new Failure(fault == GatewayError.CallerGone ? FailureKind.CallerGone : FailureKind.CallerFault, fault)
                : Failure.Of(exception, exchange.Deadline.Reason);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _body?.Dispose();
        _answer?.Dispose();
        _request?.Dispose();
        var unsent = (_request?.Content as RequestContent)?.Sent;
        if (unsent is { IsCompleted: false })
        {
            return StopSendingAsync(unsent);
        }

        _sending?.Dispose();
        return ValueTask.CompletedTask;
    }

    // The body's bytes go back to their pool, or the caller's connection on to its next request: nobody may read them any longer.
    private async ValueTask StopSendingAsync(Task unsent)
    {
        _sending?.Cancel();
        await unsent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _sending?.Dispose();
    }

    private Task<HttpResponseMessage> SendOnceAsync(BodyEdit? usageEdit, bool onFreshConnection)
    {
        var operation = exchange.Operation;
        var address = provider.Address(exchange.Match.UpstreamPath, exchange.Query, isFixed: !operation.Path.Contains('{', StringComparison.Ordinal));
        _request = new HttpRequestMessage(MethodOf(operation), address)
        {
            Version = provider.Connections.Version,
            VersionPolicy = provider.Connections.Version.Major == 1 ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact,
            Content = ContentOf(usageEdit),
        };
        provider.Headers.Copy(exchange.RequestHeaders, _request.Headers);
        provider.Authorize(_request, provider.FirstKey);
        return provider.Connections.SendAsync(_request, onFreshConnection, exchange.Deadline.Token);
    }

    private RequestContent? ContentOf(BodyEdit? usageEdit)
    {
        RequestContent content;
        var cancellation = _sending?.Token ?? exchange.Deadline.Token;
        if (exchange.Body is { } held)
        {
            if (held.Length == 0)
            {
                return null;
            }

            // Both edits insert members behind the same brace or change what stands behind it: the earlier comes first.
            var (first, second) = (exchange.ModelEdit, usageEdit);
            (first, second) = first?.Start > second?.Start ? (second, first) : (first, second);
            content = new HeldContent(held.Sequence, first, second, cancellation);
        }
        else if (exchange.Operation.Body == BodyKind.Opaque)
        {
            content = new UploadContent(exchange, cancellation);
        }
        else
        {
            return null;
        }

        if (exchange.RequestHeaders.ContentType is { Count: > 0 } contentType)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType.ToString());
        }

        return content;
    }

    private static HttpMethod MethodOf(Operation operation) => operation.Method switch
    {
        "POST" => HttpMethod.Post,
        "GET" => HttpMethod.Get,
        "DELETE" => HttpMethod.Delete,
        _ => new HttpMethod(operation.Method),
    };

    private static bool IsStale(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is StaleConnectionException)
            {
                return true;
            }
        }

        return false;
    }

    private static string? ReadRequestId(HttpResponseMessage answer) =>
        (answer.Headers.NonValidated.TryGetValues("x-request-id", out var id) || answer.Headers.NonValidated.TryGetValues("request-id", out id))
        && HeaderText.IsSendable(id.ToString())
            ? id.ToString()
            : null;
}
