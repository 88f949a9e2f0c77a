using System.Diagnostics;

namespace AiGateway.EndToEnd.Harness;

/// <summary>The real program as a process of its own, with settings that are only the test's, in an empty working directory.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly OutputLines _output;
    private readonly OutputLines _errors;

    private GatewayProcess(Process process, string directory)
    {
        _process = process;
        WorkingDirectory = directory;
        _output = new OutputLines(process.StandardOutput);
        _errors = new OutputLines(process.StandardError);
    }

    public string WorkingDirectory { get; }

    /// <summary>The port that it listens on; only after <see cref="WaitForListeningAsync"/>.</summary>
    public int Port { get; private set; }

    public int Id => _process.Id;

    public IReadOnlyList<LogLine> Output => _output.Lines;

    public IReadOnlyList<LogLine> Errors => _errors.Lines;

    public string ErrorText => string.Join('\n', Errors.Select(line => line.Text));

    public string AllText => string.Join('\n', Output.Concat(Errors).Select(line => line.Text));

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it and waits for nothing.</summary>
    public static GatewayProcess Launch(GatewayStart start)
    {
        var directory = Directory.CreateTempSubdirectory("aigateway-e2e-").FullName;
        foreach (var (name, content) in start.Files)
        {
            File.WriteAllText(Path.Combine(directory, name), content);
        }

        var process = Process.Start(start.ToProcess(directory)) ?? throw new InvalidOperationException("The program could not be started.");
        process.StandardInput.Close();
        return new GatewayProcess(process, directory);
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<GatewayProcess> StartAsync(GatewayStart start)
    {
        var gateway = Launch(start);
        try
        {
            await gateway.WaitForListeningAsync();
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    public async Task WaitForListeningAsync()
    {
        LogLine? listening = null;
        await Deadline.UntilAsync(
            () => (listening = Output.FirstOrDefault(line => line["msg"] == "Listening")) is not null || HasExited,
            "the program says that it listens",
            TimeSpan.FromSeconds(30));
        if (listening is null)
        {
            await WaitForExitAsync();
            throw new InvalidOperationException($"The program ended with {_process.ExitCode} before it listened:\n{AllText}");
        }

        Port = new Uri(listening["url"]!).Port;
    }

    /// <summary>The first line of the log that answers to the condition.</summary>
    public async Task<LogLine> WaitForLogAsync(Func<LogLine, bool> condition, string what)
    {
        LogLine? found = null;
        try
        {
            await Deadline.UntilAsync(() => (found = Output.FirstOrDefault(condition)) is not null, $"the log has {what}");
        }
        catch (TimeoutException missing)
        {
            throw new TimeoutException($"{missing.Message} It has:\n{AllText}");
        }

        return found!;
    }

    /// <summary>The access line of a request.</summary>
    public Task<LogLine> WaitForAccessLineAsync(string requestId) =>
        WaitForLogAsync(line => line["request_id"] == requestId && line.Field("duration_ms") is not null, $"an access line of {requestId}");

    /// <summary>Reads no further from its standard output, so that the pipe fills up.</summary>
    public void StopReadingOutput() => _output.Stop();

    public void Terminate() => Signals.Send(_process.Id, Signals.Terminate);

    public void Hangup() => Signals.Send(_process.Id, Signals.Hangup);

    /// <summary>Waits until it has ended and all that it wrote was read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync().Within("the program to end", limit ?? TimeSpan.FromSeconds(30));
        await _output.Completion.Within("the rest of its output");
        await _errors.Completion.Within("the rest of its errors");
        return _process.ExitCode;
    }

    /// <summary>Its resident memory, in bytes.</summary>
    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(WorkingDirectory, recursive: true);
    }
}
