using System.Net;

namespace AiGateway.EndToEnd.Lifecycle;

public sealed class TlsTests
{
    [Fact]
    public async Task With_a_certificate_it_speaks_HTTPS_in_both_versions_and_takes_a_new_certificate_as_it_comes()
    {
        var (certificate, key, thumbprint) = SelfSigned.Create("gateway.test");
        var start = new GatewayStart { Files = new Dictionary<string, string> { ["tls.crt"] = certificate, ["tls.key"] = key } };
        await using var rig = await Rig.StartAsync(start, ("TLS_CERT_FILE", "tls.crt"), ("TLS_KEY_FILE", "tls.key"));
        rig.Upstream.Play(Answer.Chat);

        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            var (seen, body) = await AskAsync(rig, version);
            Assert.Equal((thumbprint, Samples.ChatAnswer), (seen, body));
        }

        // The health command finds it by the same settings, and does not mind that the certificate names another host.
        var settings = new Dictionary<string, string> { ["PORT"] = $"{rig.Gateway.Port}", ["TLS_CERT_FILE"] = "tls.crt", ["TLS_KEY_FILE"] = "tls.key" };
        await using (var health = GatewayProcess.Launch(start with { Arguments = ["health"], Environment = settings }))
        {
            Assert.Equal(0, await health.WaitForExitAsync());
        }

        var (renewed, renewedKey, renewedThumbprint) = SelfSigned.Create("gateway.test");
        await File.WriteAllTextAsync(Path.Combine(rig.Gateway.WorkingDirectory, "tls.key"), renewedKey, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(rig.Gateway.WorkingDirectory, "tls.crt"), renewed, TestContext.Current.CancellationToken);
        rig.Gateway.Hangup();
        var began = TimeProvider.System.GetTimestamp();
        while ((await AskAsync(rig, HttpVersion.Version11)).Thumbprint != renewedThumbprint)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Deadline.Usual, "The new certificate was never taken.");
        }
    }

    [Fact]
    public async Task On_HTTP_2_a_stream_that_breaks_is_reset_and_a_caller_that_leaves_is_noticed()
    {
        var (certificate, key, _) = SelfSigned.Create("gateway.test");
        var start = new GatewayStart { Files = new Dictionary<string, string> { ["tls.crt"] = certificate, ["tls.key"] = key } };
        await using var rig = await Rig.StartAsync(start, ("TLS_CERT_FILE", "tls.crt"), ("TLS_KEY_FILE", "tls.key"));
        var seen = new SemaphoreSlim(0);
        var left = new TaskCompletionSource();
        rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            if (exchange.Number == 0)
            {
                await seen.WaitAsync();
                exchange.Close();
                return;
            }

            await exchange.WaitForPeerCloseAsync();
            left.SetResult();
        });

        using var client = new HttpClient(AnyCertificate(_ => { })) { Timeout = Deadline.Usual };
        using (var broken = await client.SendAsync(Request(rig, HttpVersion.Version20, Samples.Stream), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            var body = await broken.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            var text = new MemoryStream();
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                var buffer = new byte[4096];
                while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
                {
                    text.Write(buffer, 0, read);
                    seen.Release();
                }
            });
            Assert.Contains("stream_interrupted", System.Text.Encoding.UTF8.GetString(text.ToArray()), StringComparison.Ordinal);
        }

        using (var leaving = await client.SendAsync(Request(rig, HttpVersion.Version20, Samples.Stream), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.OK, leaving.StatusCode);
        }

        await left.Task.Within("the upstream to be cancelled");
    }

    [Fact]
    public async Task One_connection_of_HTTP_2_carries_no_more_requests_at_once_than_the_gateway_serves_connections()
    {
        const int Limit = 3;
        var (certificate, key, _) = SelfSigned.Create("gateway.test");
        var start = new GatewayStart { Files = new Dictionary<string, string> { ["tls.crt"] = certificate, ["tls.key"] = key } };
        await using var rig = await Rig.StartAsync(start, ("TLS_CERT_FILE", "tls.crt"), ("TLS_KEY_FILE", "tls.key"), ("MAX_CONNECTIONS", $"{Limit}"));
        var go = new TaskCompletionSource();
        var script = rig.Upstream.Play(async exchange =>
        {
            await go.Task;
            await Answer.Chat(exchange);
        });

        using var client = new HttpClient(AnyCertificate(_ => { })) { Timeout = Deadline.Usual };
        var running = Enumerable.Range(0, Limit).Select(_ => StatusAsync(client, rig)).ToList();
        await Deadline.UntilAsync(() => script.Count == Limit, "the upstream has all requests");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(client, rig));

        go.SetResult();
        Assert.All(await Task.WhenAll(running), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task A_certificate_without_its_key_stops_the_start()
    {
        var (certificate, _, _) = SelfSigned.Create("gateway.test");
        await using var gateway = GatewayProcess.Launch(new GatewayStart
        {
            Files = new Dictionary<string, string> { ["tls.crt"] = certificate },
            Environment = Rig.Settings("http://127.0.0.1:9/v1", ("TLS_CERT_FILE", "tls.crt")),
        });
        Assert.Equal(78, await gateway.WaitForExitAsync());
        Assert.Contains("TLS_KEY_FILE", gateway.ErrorText, StringComparison.Ordinal);
    }

    private static async Task<(string Thumbprint, string Body)> AskAsync(Rig rig, Version version)
    {
        var thumbprint = "";
        using var client = new HttpClient(AnyCertificate(shown => thumbprint = shown)) { Timeout = Deadline.Usual };
        using var request = Request(rig, version, Samples.Chat);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(version, answer.Version);
        return (thumbprint, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Rig rig)
    {
        using var request = Request(rig, HttpVersion.Version20, Samples.Chat);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static SocketsHttpHandler AnyCertificate(Action<string> shown)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            // Self-made: which one it is, is what a test may ask.
            shown(certificate?.GetCertHashString() ?? "");
            return certificate is not null;
        };
        return handler;
    }

    private static HttpRequestMessage Request(Rig rig, Version version, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"https://127.0.0.1:{rig.Gateway.Port}/v1/chat/completions")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", Rig.Key);
        return request;
    }
}
