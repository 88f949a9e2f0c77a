using System.Runtime.InteropServices;

namespace AiGateway.EndToEnd.Harness;

/// <summary>What .NET has no call for.</summary>
internal static class Signals
{
    public const int Hangup = 1;
    public const int Terminate = 15;

    public static void Send(int process, int signal)
    {
        if (Kill(process, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent to {process}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int process, int signal);
}
