using System.IO.Pipelines;
using System.Net;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Tests.DataPlane.Configuration;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane;

/// <summary>Makes exchanges as the host does, without a host.</summary>
internal static class Exchanges
{
    /// <summary>The key that <see cref="Settings"/> knows.</summary>
    public const string Key = "sk-caller";

    /// <summary>Settings with one key, three requests a minute.</summary>
    public static GatewaySettings Settings { get; } = EnvironmentSettings.Of(Key) with { RequestsPerMinute = 3 };

    /// <summary>Every operation.</summary>
    public static OperationTable Operations { get; } = new(DialectCatalogue.All);

    /// <summary>An exchange of a configuration.</summary>
    public static Exchange Of(
        Snapshot snapshot,
        string method = "POST",
        string path = "/v1/chat/completions",
        string address = "192.0.2.1",
        TimeProvider? time = null,
        Stream? output = null,
        byte[]? body = null,
        PipeReader? source = null,
        string query = "",
        params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary.Append(name, value);
        }

        var clock = time ?? new FakeTimeProvider();
        return new Exchange
        {
            StartedAt = clock.GetTimestamp(),
            Snapshot = snapshot,
            RequestId = "req_test",
            Method = method,
            Path = path,
            Query = query,
            Protocol = "HTTP/1.1",
            RequestHeaders = dictionary,
            RequestBody = source ?? PipeReader.Create(new MemoryStream(body ?? [])),
            ClientAddress = IPAddress.Parse(address),
            Reply = new Reply(new HttpResponseFeature(), new StreamResponseBodyFeature(output ?? Stream.Null)),
            Deadline = new Deadline.Pool(clock).Get(CancellationToken.None),
            Match = Operations.Find(method, path),
        };
    }

    /// <summary>An exchange of <see cref="Settings"/>.</summary>
    public static Exchange Of(params ReadOnlySpan<(string Name, string Value)> headers) =>
        Of(SnapshotCompiler.Compile(Settings, new FakeTimeProvider()), headers: headers);
}
