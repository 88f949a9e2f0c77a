using System.Threading.Channels;
using AiGateway.Configuration;

namespace AiGateway.Hosting;

/// <summary>Has the configuration read again whenever its file changes, or somebody asks; one reading after the other.</summary>
internal sealed class ConfigurationWatch : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(200);

    private readonly Func<SettingsResult> _read;
    private readonly Func<SettingsResult, Task> _use;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private WatchedFile? _file;
    private int _isAsked;

    /// <summary>Begins to look every two seconds; nothing is done before <see cref="RunAsync"/>.</summary>
    /// <param name="first">What was read at the start: which file, and what was in it.</param>
    /// <param name="read">Reads the configuration.</param>
    /// <param name="use">Does what is to be done with it.</param>
    /// <param name="time">The clock.</param>
    public ConfigurationWatch(SettingsResult first, Func<SettingsResult> read, Func<SettingsResult, Task> use, TimeProvider time)
    {
        (_read, _use) = (read, use);
        _file = Watch(first);
        _timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, s_period, s_period);
    }

    /// <summary>Asks for a reading whether or not the file has changed. Any thread.</summary>
    public void Ask()
    {
        Volatile.Write(ref _isAsked, 1);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(cancellation);
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static WatchedFile? Watch(SettingsResult read) => read.File is { } path ? new WatchedFile(path, read.FileDigest) : null;

    private async Task LookAsync()
    {
        var isAsked = Interlocked.Exchange(ref _isAsked, 0) == 1;
        var hasChanged = _file?.HasChanged() == true;
        if (_file is { IsChanging: true })
        {
            _timer.Change(s_soon, s_period);
        }

        if (isAsked || hasChanged)
        {
            var read = _read();
            _file = Watch(read);
            await _use(read);
        }
    }
}
