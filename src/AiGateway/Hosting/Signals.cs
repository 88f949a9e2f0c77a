using System.Runtime.InteropServices;

namespace AiGateway.Hosting;

/// <summary>What the operating system asks of the process: to end, to hurry up with it, to read its configuration again.</summary>
internal sealed class Signals : IDisposable
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _endNow = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen to signals.</summary>
    /// <param name="onReload">Called on each SIGHUP.</param>
    public Signals(Action onReload) => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnEnd),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnEnd),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnEnd),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            onReload();
        }),
    ];

    /// <summary>Completes when the process was asked to end.</summary>
    public Task EndAsked => _end.Task;

    /// <summary>Cancelled when it was asked a second time: whoever presses Ctrl+C twice does not want to wait.</summary>
    public CancellationToken EndAskedAgain => _endNow.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _endNow.Dispose();
    }

    private void OnEnd(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_end.TrySetResult())
        {
            _endNow.Cancel();
        }
    }
}
