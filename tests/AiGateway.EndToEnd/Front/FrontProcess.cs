using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AiGateway.EndToEnd.Front;

/// <summary>A web server that stands in front of the gateway, in a folder of its own.</summary>
public sealed class FrontProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private FrontProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>The program's path; null where this machine lacks it.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>A port for a program that cannot be asked which one the system chose, or that is started on it twice.</summary>
    /// <returns>One that is free, and that the system gives to nobody: it is below those that connections go out from.</returns>
    public static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: another one.
            }
        }
    }

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<FrontProcess> StartAsync(string program, string directory, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardError = true };
        foreach (var name in new[] { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME" })
        {
            start.Environment[name] = directory;
        }

        var front = new FrontProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started."));
        try
        {
            await Deadline.UntilAsync(() => front._process.HasExited || Takes(port), $"{program} takes connections");
            return front._process.HasExited ? throw new InvalidOperationException($"{program} ended:\n{await front._errors}") : front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes it read its configuration again.</summary>
    public void Hangup() => Signals.Send(_process.Id, Signals.Hangup);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool Takes(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
