using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace AiGateway.Tests.Documents;

/// <summary><c>aigateway demo</c> as a process of its own, on a port that the system chose.</summary>
public sealed partial class DemoProcess : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it listens: <c>http://127.0.0.1:40123</c>.</summary>
    public string Address => UrlLine().Match(Output).Groups[1].Value;

    /// <summary>The key that it printed.</summary>
    public string Key => KeyLine().Match(Output).Groups[1].Value;

    /// <summary>All that it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        // artifacts/bin/AiGateway.Tests/debug → artifacts/bin/AiGateway/debug
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "AiGateway", own.Name, "aigateway.dll");
        var directory = Directory.CreateTempSubdirectory("aigateway-demo-");
        _process.StartInfo = new ProcessStartInfo("dotnet", [program, "demo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.FullName,
            Environment = { ["PORT"] = "0" },
        };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await _welcomed.Task.WaitAsync(s_patience);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        Directory.Delete(_process.StartInfo.WorkingDirectory, recursive: true);
        _process.Dispose();
    }

    /// <summary>Runs an example with the demo's address and key in place of those of the page, and returns what it printed.</summary>
    public async Task<string> RunAsync(string program, string script, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
            Environment = { ["GATEWAY_KEY"] = Key },
        };
        using var example = Process.Start(start)!;
        using var late = new CancellationTokenSource(s_patience * 2);
        try
        {
            var (output, errors) = (example.StandardOutput.ReadToEndAsync(late.Token), example.StandardError.ReadToEndAsync(late.Token));
            await example.StandardInput.WriteAsync(script.Replace("http://127.0.0.1:8080", Address, StringComparison.Ordinal));
            example.StandardInput.Close();
            await example.WaitForExitAsync(late.Token);
            Assert.True(example.ExitCode == 0, $"exit code {example.ExitCode}: {await output}{await errors}");
            return await output;
        }
        finally
        {
            if (!example.HasExited)
            {
                example.Kill(entireProcessTree: true);
            }
        }
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.Append(line).Append('\n');
        }

        if (line is null || line.Contains("Ctrl+C", StringComparison.Ordinal))
        {
            _welcomed.TrySetResult();
        }
    }

    [GeneratedRegex(@"^\s*Key\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex KeyLine();

    [GeneratedRegex(@"^\s*URL\s+(\S+)/v1", RegexOptions.Multiline)]
    private static partial Regex UrlLine();
}
