using System.Text;
using AiGateway.Configuration;
using AiGateway.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Telemetry;

public sealed class LineLoggerProviderTests : IDisposable
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    private readonly MemoryStream _output = new();
    private readonly LineWriter _writer;
    private readonly LineLoggerProvider _provider;

    public LineLoggerProviderTests()
    {
        _writer = new LineWriter(_output);
        _provider = new LineLoggerProvider(new LogOutput(_writer, LogLevel.Debug, LogFormat.Json), new FakeTimeProvider());
    }

    public void Dispose()
    {
        _provider.Dispose();
        _writer.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Fields_stand_beside_the_message()
    {
        Log("AiGateway.Test", LogLevel.Information, 1, "Listening", [new("MaxConnections", 5), new("Url", "http://[::]:8080"), new("{OriginalFormat}", "Listening")]);

        Assert.Equal(
            """{"time":"2000-01-01T00:00:00.000Z","level":"info","msg":"Listening","max_connections":"5","url":"http://[::]:8080","category":"AiGateway.Test"}""" + "\n",
            Written());
    }

    [Fact]
    public void An_exception_is_told_whole_and_on_one_line()
    {
        Log("AiGateway.Test", LogLevel.Error, 1, "It failed", [], new InvalidOperationException("first\nsecond"));

        var line = Written();
        Assert.Contains("InvalidOperationException: first\\nsecond", line, StringComparison.Ordinal);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AiGateway.Test", LogLevel.Trace, 1, false)]
    [InlineData("AiGateway.Test", LogLevel.Debug, 1, true)]
    [InlineData("AiGateway.Test", LogLevel.None, 1, false)]
    [InlineData(Kestrel, LogLevel.Information, 1, false)]
    [InlineData(Kestrel, LogLevel.Warning, 1, true)]
    [InlineData(Kestrel, LogLevel.Error, 13, false)]
    [InlineData("AiGateway.Test", LogLevel.Error, 13, true)]
    [InlineData("System.Net.Http", LogLevel.Information, 1, false)]
    public void The_servers_chatter_is_left_out(string category, LogLevel level, int id, bool isWritten)
    {
        Log(category, level, id, "m", []);

        Assert.Equal(isWritten, Written().Length > 0);
    }

    [Fact]
    public void Each_output_has_its_own_format()
    {
        using var output = new MemoryStream();
        using (var writer = new LineWriter(output))
        using (var provider = new LineLoggerProvider(new LogOutput(writer, LogLevel.Debug, LogFormat.Text), new FakeTimeProvider()))
        {
            Log("AiGateway.Test", LogLevel.Information, 1, "one", []);
            Log(provider, "AiGateway.Test", LogLevel.Information, 1, "two", []);
        }

        Assert.StartsWith("{", Written(), StringComparison.Ordinal);
        Assert.Equal("2000-01-01T00:00:00.000Z INFO  two category=AiGateway.Test\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    private void Log(string category, LogLevel level, int id, string message, KeyValuePair<string, object?>[] fields, Exception? exception = null) =>
        Log(_provider, category, level, id, message, fields, exception);

    private static void Log(
        LineLoggerProvider provider, string category, LogLevel level, int id, string message, KeyValuePair<string, object?>[] fields, Exception? exception = null) =>
        provider.CreateLogger(category).Log(level, new EventId(id), (IReadOnlyList<KeyValuePair<string, object?>>)fields, exception, (_, _) => message);

    private string Written()
    {
        _writer.Dispose();
        return Encoding.UTF8.GetString(_output.ToArray());
    }
}
