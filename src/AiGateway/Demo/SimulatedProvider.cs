using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiGateway.Demo;

/// <summary>
/// A provider that needs no account and no network: it speaks OpenAI's API on a port of its own, answers in a predictable way at a human pace,
/// and fails on request (see <see cref="Models.SimulatedModels"/>). Several may run side by side; they share nothing.
/// </summary>
/// <remarks>
/// It is the web server alone, without a host around it: a host would listen for signals and print banners, which is for the program that this is part of.
/// </remarks>
public sealed class SimulatedProvider : IAsyncDisposable
{
    /// <summary>The largest JSON body that is read, in bytes; larger ones get a 413.</summary>
    internal const int LargestJsonBody = 32 * 1024 * 1024;

    /// <summary>The largest upload that is read, in bytes; larger ones get a 413.</summary>
    internal const int LargestUpload = 64 * 1024 * 1024;

    private const int MostConnections = 20_000;

    private readonly KestrelServer _server;
    private readonly CancellationTokenSource _stopping;

    private SimulatedProvider(KestrelServer server, CancellationTokenSource stopping, Uri baseAddress)
    {
        _server = server;
        _stopping = stopping;
        BaseAddress = baseAddress;
    }

    /// <summary>What a client is given as its base URL: <c>http://127.0.0.1:40123/v1</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Starts to listen; when the task ends, requests are answered.</summary>
    /// <param name="endPoint">The address and port; port 0 takes any free one.</param>
    /// <param name="time">The clock of every wait and time stamp.</param>
    /// <param name="loggerFactory">Where the web server tells of bugs; null for nowhere.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedProvider> StartAsync(
        IPEndPoint endPoint, TimeProvider time, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(time);
        var logs = loggerFactory ?? NullLoggerFactory.Instance;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.MaxRequestBodySize = LargestUpload;
        options.Listen(endPoint, listener => listener.Protocols = HttpProtocols.Http1);

        var stopping = new CancellationTokenSource();
        var server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
        try
        {
            await server.StartAsync(new SimulatedApplication(new SimulatedState(time), stopping.Token), cancellationToken);
            return new SimulatedProvider(server, stopping, new Uri(ListeningAddress(server) + "/v1"));
        }
        catch
        {
            server.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and breaks off the answers that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        _stopping.Dispose();
    }

    private static string ListeningAddress(KestrelServer server)
    {
        foreach (var address in server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses)
        {
            return address;
        }

        throw new InvalidOperationException("The server listens nowhere.");
    }
}
