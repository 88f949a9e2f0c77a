using System.Net;

namespace AiGateway.Upstream;

/// <summary>
/// A request's body on its way to a provider. An answer can be whole before the body is (over HTTP/2 even while it is being sent), so that
/// whoever owns the bytes must wait for <see cref="Sent"/> before he gives them back.
/// </summary>
/// <param name="cancellation">Ends the sending. The HTTP client's own token does not, once the answer's head has come over HTTP/2.</param>
internal abstract class RequestContent(CancellationToken cancellation) : HttpContent
{
    /// <summary>Completes, well or not, when the bytes are not looked at any more.</summary>
    public Task Sent { get; private set; } = Task.CompletedTask;

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Sent = SendAsync(stream, cancellation);

    /// <summary>Sends the body.</summary>
    protected abstract Task SendAsync(Stream stream, CancellationToken cancellation);
}
