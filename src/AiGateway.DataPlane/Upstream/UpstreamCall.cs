using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Routing;

namespace AiGateway.Upstream;

/// <summary>One call to a target: sends the request and holds the answer, whose body is yet to be read. Disposing it cancels what is left, of the request too.</summary>
internal sealed class UpstreamCall(Exchange exchange, Visit visit, TargetRequest asked, Deadline deadline, TimeProvider time) : IAsyncDisposable
{
    private readonly Provider _provider = visit.Target.Provider;
    private CancellationTokenSource? _sending;
    private HttpRequestMessage? _request;
    private HttpResponseMessage? _answer;
    private Stream? _body;
    private string? _token;

    /// <summary>Who is asked.</summary>
    public Target Target => visit.Target;

    /// <summary>How long a connection may take. Default 5 s.</summary>
    public TimeSpan Connect { get; init; } = TimeoutSettings.UsualConnect;

    /// <summary>What was asked.</summary>
    public TargetRequest Asked => asked;

    /// <summary>What ends the waits for it.</summary>
    public Deadline Deadline => deadline;

    /// <summary>The answer's head; there is one once <see cref="SendAsync"/> has returned no failure.</summary>
    public HttpResponseMessage Answer => _answer!;

    /// <summary>The answer's body, not decoded.</summary>
    public Stream Body => _body!;

    /// <summary>When it was begun.</summary>
    public long CalledAt { get; private set; }

    /// <summary>When the answer's head was there, or it was known that there would be none.</summary>
    public long AnsweredAt { get; private set; }

    /// <summary>The answer's status; 0 where there is none.</summary>
    public int Status => (int)(_answer?.StatusCode ?? 0);

    /// <summary>The answer says of itself that it is a stream of events; some deployments leave that out.</summary>
    public bool? IsEvents => Answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type)
        ? type.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
        : null;

    /// <summary>The provider's own id for the request, or null.</summary>
    public string? RequestId { get; private set; }

    /// <summary>The answer has begun while the caller's upload is still on its way, so that the rest of it is not read.</summary>
    public bool CutsUploadShort => _request?.Content is UploadContent { Sent.IsCompleted: false };

    /// <summary>The provider refused the credential: a token is not used again.</summary>
    public void RefuseCredential()
    {
        if (_token is not null)
        {
            _provider.Tokens?.Refuse(_token);
        }
    }

    /// <summary>Sends the request and waits for the answer's head.</summary>
    /// <param name="atMost">How long that may take.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Failure?> SendAsync(TimeSpan atMost)
    {
        CalledAt = time.GetTimestamp();
        exchange.CalledAt = exchange.CalledAt == 0 ? CalledAt : exchange.CalledAt;
        deadline.Set(StopReason.AnswerLate, atMost);
        if (Connections.Version.Major > 1)
        {
            // Only over HTTP/2 may a request outlive its answer.
            _sending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        }

        try
        {
            if (_provider.Tokens is { } tokens)
            {
                (_token, var refused) = await tokens.GetAsync(deadline.Token);
                if (refused is not null)
                {
                    AnsweredAt = time.GetTimestamp();
                    return refused with { IsBeforeAnswer = true };
                }
            }

            try
            {
                _answer = await SendOnceAsync(onFreshConnection: false);
            }
            catch (HttpRequestException exception) when (IsStale(exception) && exchange.Operation.Replayable)
            {
                // Nobody has seen the request: once more, on a connection that cannot be stale.
                _request!.Dispose();
                _answer = await SendOnceAsync(onFreshConnection: true);
            }

            AnsweredAt = time.GetTimestamp();
            RequestId = ReadRequestId(_answer);
            _body = await _answer.Content.ReadAsStreamAsync(deadline.Token);
            if (IsReadHere && GzipBody.Is(_answer.Content.Headers))
            {
                Decompress(_answer.Content.Headers);
            }

            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            AnsweredAt = time.GetTimestamp();
            return exchange.BodyError is { } fault
                ? new Failure(fault == GatewayError.CallerGone ? FailureKind.CallerGone : FailureKind.CallerFault, fault)
                : Failure.Of(exception, deadline.Reason) with { IsBeforeAnswer = true };
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

    // What goes on as it came goes on compressed, with its header.
    private bool IsReadHere => asked.Translator is not null || !_answer!.IsSuccessStatusCode || (IsEvents ?? exchange.WantsStream);

    private void Decompress(HttpContentHeaders headers)
    {
        _body = new GzipBody(_body!);
        headers.Remove("Content-Encoding");
        headers.Remove("Content-Length");
    }

    private UpstreamConnections Connections => _provider.ConnectionsFor(Connect);

    private Task<HttpResponseMessage> SendOnceAsync(bool onFreshConnection)
    {
        var approach = asked.Approach;
        var operation = approach.Operation;
        var query = approach.Translates ? operation.Query : CallerQuery.Of(exchange.Query, approach.Surface.Surface);
        var address = approach.Surface.AddressOf(asked.CallOf(query));
        _request = new HttpRequestMessage(MethodOf(operation), address)
        {
            Version = Connections.Version,
            VersionPolicy = Connections.Version.Major == 1 ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact,
            Content = asked.NewContent(_sending?.Token ?? deadline.Token),
        };
        approach.Surface.Headers.Copy(exchange.RequestHeaders, _request.Headers, approach.Translates);
        if (_token is not null)
        {
            approach.Surface.Headers.AuthorizeBy(_token, _provider.Tokens?.PayingProject, _request.Headers);
        }
        else
        {
            approach.Surface.Headers.Authorize(visit.Key, _request.Headers);
        }

        return Connections.SendAsync(_request, onFreshConnection, deadline.Token);
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
