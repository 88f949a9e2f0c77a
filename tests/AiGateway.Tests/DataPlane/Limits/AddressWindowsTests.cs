using System.Net;
using AiGateway.Limits;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Limits;

public sealed class AddressWindowsTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::c000:201", "192.0.2.1", false)]
    [InlineData("::", "0.0.0.0", false)]
    public void An_address_shares_its_window_with_whoever_is_the_same_subscriber(string one, string other, bool isShared)
    {
        var windows = new AddressWindows(1, _time);

        Assert.True(windows.TryTake(IPAddress.Parse(one), out _));
        Assert.Equal(!isShared, windows.TryTake(IPAddress.Parse(other), out _));
    }

    [Fact]
    public void Beyond_the_capacity_new_addresses_share_one_window_and_known_ones_keep_theirs()
    {
        var windows = new AddressWindows(2, _time, capacity: 2);
        Assert.True(windows.TryTake(Address(1), out _));
        Assert.True(windows.TryTake(Address(2), out _));

        Assert.True(windows.TryTake(Address(3), out _));
        Assert.True(windows.TryTake(Address(4), out _));
        Assert.False(windows.TryTake(Address(5), out _));

        Assert.True(windows.TryTake(Address(1), out _));
        Assert.True(windows.TryTake(Address(2), out _));
    }

    [Fact]
    public void Whoever_has_been_quiet_for_a_minute_makes_room()
    {
        var windows = new AddressWindows(1, _time, capacity: 2);
        windows.TryTake(Address(1), out _);
        windows.TryTake(Address(2), out _);
        windows.TryTake(Address(3), out _);
        Assert.False(windows.TryTake(Address(4), out _));

        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.True(windows.TryTake(Address(4), out _));
        Assert.True(windows.TryTake(Address(5), out _));
        Assert.True(windows.TryTake(Address(6), out _));
        Assert.False(windows.TryTake(Address(4), out _));
    }

    private static IPAddress Address(byte last) => new([192, 0, 2, last]);
}
