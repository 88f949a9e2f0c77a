using System.Diagnostics;

namespace AiGateway.EndToEnd.Sdk;

/// <summary>A provider of four dialects that is not of the gateway's making: tests/sdk-node/upstream.mjs.</summary>
public sealed class AimockProvider : IAsyncDisposable
{
    private readonly Process _process;

    private AimockProvider(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>Where it is, without a path.</summary>
    public string Url { get; }

    public static async Task<AimockProvider> StartAsync()
    {
        var process = await NodePackages.StartAsync("upstream.mjs");
        var url = await process.StandardOutput.ReadLineAsync().Within("the provider to say where it is");
        return new AimockProvider(process, url ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().Within("the provider to end");
        }
        finally
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }
    }
}
