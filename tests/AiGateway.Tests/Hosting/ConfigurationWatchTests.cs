using System.Security.Cryptography;
using System.Text;
using AiGateway.Configuration;
using AiGateway.Hosting;
using AiGateway.Tests.DataPlane.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.Hosting;

public sealed class ConfigurationWatchTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _ends = new();
    private readonly SemaphoreSlim _used = new(0);
    private readonly ConfigurationWatch _watch;
    private readonly Task _watching;
    private int _readings;

    public ConfigurationWatchTests()
    {
        _directory.Write("gateway.yaml", "one");
        _watch = new ConfigurationWatch(Read(), Read, Use, _time);
        _readings = 0;
        _watching = _watch.RunAsync(_ends.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _watching;
        _watch.Dispose();
        _ends.Dispose();
        _used.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_change_is_read_within_some_seconds_and_once()
    {
        _directory.Write("gateway.yaml", "two");

        await PassUntilUsedAsync();

        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        _watch.Ask();
        Assert.True(await _used.WaitAsync(s_patience, TestContext.Current.CancellationToken));
        Assert.Equal(2, _readings);
    }

    [Fact]
    public async Task Whoever_asks_gets_a_reading_without_a_change()
    {
        _watch.Ask();

        Assert.True(await _used.WaitAsync(s_patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, _readings);
    }

    [Fact]
    public async Task Each_change_is_seen()
    {
        for (var i = 0; i < 20; i++)
        {
            _directory.Write("gateway.yaml", $"change {i}");
            await PassUntilUsedAsync();
        }

        Assert.Equal(20, _readings);
    }

    private async Task PassUntilUsedAsync()
    {
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            if (await _used.WaitAsync(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken))
            {
                return;
            }
        }

        Assert.Fail("The change was not seen");
    }

    private SettingsResult Read()
    {
        _readings++;
        var path = Path.Combine(_directory.Path, "gateway.yaml");
        return new() { Problems = [], Warnings = [], File = path, FileDigest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadAllText(path)))) };
    }

    private Task Use(SettingsResult read)
    {
        _used.Release();
        return Task.CompletedTask;
    }
}
