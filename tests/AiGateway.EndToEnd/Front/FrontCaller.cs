using System.Net;
using System.Net.Sockets;

namespace AiGateway.EndToEnd.Front;

/// <summary>Callers whose address, 127.0.0.2, is neither that of a front nor one that a gateway trusts.</summary>
internal static class FrontCaller
{
    /// <summary>The name that the examples serve.</summary>
    public const string Name = "gateway.example.com";

    private static readonly IPAddress s_address = IPAddress.Parse("127.0.0.2");

    /// <summary>Calls a front, whose certificate it knows.</summary>
    public static HttpClient OfFront(int port)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = async (_, token) => await ConnectAsync(port, token) };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == $"CN={Name}";
        return new HttpClient(handler) { Timeout = Deadline.Usual, BaseAddress = new Uri($"https://{Name}") };
    }

    /// <summary>Calls a gateway past its front.</summary>
    public static HttpClient OfGateway(int port)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = async (_, token) => await ConnectAsync(port, token) };
        return new HttpClient(handler) { Timeout = Deadline.Usual, BaseAddress = new Uri("http://gateway.test") };
    }

    private static async Task<NetworkStream> ConnectAsync(int port, CancellationToken token)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(s_address, 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
