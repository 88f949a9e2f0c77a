using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Tests.DataPlane.Configuration;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class UpstreamConnectionsTests : IDisposable
{
    private static readonly byte[] s_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray();
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _late = new(TimeSpan.FromSeconds(60));

    public UpstreamConnectionsTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _late.Dispose();
        _listener.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_provider_may_be_vouched_for_by_an_authority_of_its_own_and_be_shown_our_certificate()
    {
        var (server, client) = (TestCertificate.New("server"), TestCertificate.New("client"));
        var tls = new ProviderTlsSettings(_directory.Write("ca.pem", server.Pem), _directory.Write("c.pem", client.Pem), _directory.Write("k.pem", client.KeyPem));
        var sent = SendAsync(Settings("https") with { Tls = tls });

        using var connection = await _listener.AcceptTcpClientAsync(_late.Token);
        await using var stream = new SslStream(connection.GetStream());
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = server.Certificate,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == client.Certificate.GetCertHashString(),
            },
            _late.Token);
        await ReadHeadAsync(stream);
        await stream.WriteAsync(s_answer, _late.Token);

        using var answer = await sent;
        Assert.Equal(client.Certificate.GetCertHashString(), stream.RemoteCertificate?.GetCertHashString());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_no_connection()
    {
        var sent = SendAsync(Settings("https"));

        using var connection = await _listener.AcceptTcpClientAsync(_late.Token);
        await using var stream = new SslStream(connection.GetStream());
        var shaken = stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = TestCertificate.New("server").Certificate }, _late.Token);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => sent);
        Assert.Equal(FailureKind.Unreachable, FailureSignals.Classify(failure, StopReason.None));
        await shaken.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_handshake_that_hangs_ends_with_the_connect_timeout()
    {
        var sent = SendAsync(Settings("https"), TimeSpan.FromMilliseconds(50));

        using var connection = await _listener.AcceptTcpClientAsync(_late.Token);

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        Assert.Equal(FailureKind.Unreachable, FailureSignals.Classify(failure, StopReason.None));
        Assert.False(_late.IsCancellationRequested);
    }

    [Fact]
    public async Task A_proxy_is_asked_in_the_providers_place_and_given_its_password()
    {
        var sent = SendAsync(Settings("http") with { BaseUrl = new Uri("http://upstream.invalid/v1"), Proxy = $"http://me:p%40ss@127.0.0.1:{Port}" });

        using var connection = await _listener.AcceptTcpClientAsync(_late.Token);
        var stream = connection.GetStream();
        Assert.StartsWith("GET http://upstream.invalid/v1/models HTTP/1.1\r\n", await ReadHeadAsync(stream));
        await stream.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _late.Token);
        Assert.Contains("Proxy-Authorization: Basic " + Convert.ToBase64String("me:p@ss"u8), await ReadHeadAsync(stream));
        await stream.WriteAsync(s_answer, _late.Token);

        using var answer = await sent;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_tunnel_through_a_proxy_leads_to_an_encrypted_provider()
    {
        var sent = SendAsync(Settings("http") with { BaseUrl = new Uri("https://upstream.invalid/v1"), Proxy = $"http://127.0.0.1:{Port}" });

        using var connection = await _listener.AcceptTcpClientAsync(_late.Token);
        Assert.StartsWith("CONNECT upstream.invalid:443 HTTP/1.1\r\n", await ReadHeadAsync(connection.GetStream()));
        await connection.GetStream().WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _late.Token);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => sent);
        Assert.Equal(FailureKind.Unreachable, FailureSignals.Classify(failure, StopReason.None));
    }

    [Fact]
    public async Task Requests_beyond_the_connections_wait_for_one_to_be_free()
    {
        using var connections = NewConnections(Settings("http") with { Connections = 1 }, s_connect);
        using var first = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}/1");
        using var second = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}/2");
        var answers = new[] { connections.SendAsync(first, false, _late.Token), connections.SendAsync(second, false, _late.Token) };

        using var connection = await _listener.AcceptTcpClientAsync(_late.Token);
        var stream = connection.GetStream();
        var asked = new List<int>();
        for (var request = 0; request < 2; request++)
        {
            // Which of the two has the connection first is up to the threads.
            var head = await ReadHeadAsync(stream);
            var number = head["GET /".Length] - '1';
            asked.Add(number);
            await stream.WriteAsync(s_answer, _late.Token);
            using var answer = await answers[number];
            Assert.Equal("hi", await answer.Content.ReadAsStringAsync(_late.Token));
        }

        Assert.Equal([0, 1], asked.Order());

        Assert.False(_listener.Pending());
    }

    private ProviderSettings Settings(string scheme) => EnvironmentProvider.Of(new Uri($"{scheme}://127.0.0.1:{Port}/v1"), "k", new Version(1, 1));

    private static UpstreamConnections NewConnections(ProviderSettings settings, TimeSpan connect) =>
        new(settings, ProviderCertificates.Load(settings.Tls).Value!, connect);

    private async Task<HttpResponseMessage> SendAsync(ProviderSettings settings, TimeSpan? connect = null)
    {
        using var connections = NewConnections(settings, connect ?? s_connect);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.BaseUrl + "/models");
        var answer = await connections.SendAsync(request, onFreshConnection: false, _late.Token);
        await answer.Content.LoadIntoBufferAsync(_late.Token);
        return answer;
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _late.Token);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
