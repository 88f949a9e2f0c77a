using AiGateway.Configuration;
using AiGateway.Keys;
using AiGateway.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Keys;

public sealed class AuthenticateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Snapshot _snapshot;
    private readonly Authenticate _authenticate;

    public AuthenticateTests()
    {
        _snapshot = SnapshotCompiler.Compile(Exchanges.Settings, _time);
        _authenticate = new Authenticate(_time);
    }

    [Fact]
    public void A_valid_key_is_known_by_its_name()
    {
        var exchange = Exchanges.Of(_snapshot, headers: ("Authorization", "Bearer " + Exchanges.Key));

        Assert.Null(_authenticate.Run(exchange));
        Assert.Same(Assert.Single(_snapshot.Keys).Value, exchange.Key);
        Assert.Matches("^key-[0-9a-f]{8}$", exchange.Key!.Name);
    }

    [Fact]
    public void A_key_is_valid_until_it_expires_and_then_says_so()
    {
        var settings = Exchanges.Settings with { Keys = [Exchanges.Settings.Keys[0] with { Expires = _time.GetUtcNow() + TimeSpan.FromDays(1) }] };
        var exchange = Exchanges.Of(SnapshotCompiler.Compile(settings, _time), headers: ("Authorization", "Bearer " + Exchanges.Key));
        Assert.Null(_authenticate.Run(exchange));

        exchange.Key = null;
        _time.Advance(TimeSpan.FromDays(1));
        var error = _authenticate.Run(exchange)?.Error;
        Assert.Equal((401, "invalid_api_key", "The API key has expired."), (error?.Status, error?.Code, error?.Message));
        Assert.Null(exchange.Key);
    }

    [Theory]
    [InlineData("Accept", "*/*", "api_key_required")]
    [InlineData("Authorization", "Basic x", "invalid_api_key_format")]
    [InlineData("Authorization", "Bearer sk-other", "invalid_api_key")]
    [InlineData("x-api-key", "SK-CALLER", "invalid_api_key")]
    public void Whoever_has_none_is_told_why(string name, string value, string code)
    {
        var exchange = Exchanges.Of(_snapshot, headers: (name, value));

        var error = _authenticate.Run(exchange)?.Error;

        Assert.Equal((401, code), (error?.Status, error?.Code));
        Assert.Null(exchange.Key);
    }

    [Fact]
    public void A_key_longer_than_any_is_just_not_valid() =>
        Assert.Equal(GatewayError.KeyInvalid, Run("192.0.2.1", new string('k', 20_000)));

    [Fact]
    public void Guessing_is_slowed_by_address_and_a_valid_key_never()
    {
        for (var guess = 0; guess < Authenticate.FailuresPerMinute; guess++)
        {
            Assert.Equal(GatewayError.KeyInvalid, Run("2001:db8::1", $"guess-{guess}"));
        }

        Assert.Equal(GatewayError.TooManyFailedKeys, Run("2001:db8::2", "guess"));
        Assert.Null(Run("2001:db8::1", Exchanges.Key));
        Assert.Equal(GatewayError.KeyInvalid, Run("2001:db8:1::1", "guess"));

        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(GatewayError.KeyInvalid, Run("2001:db8::1", "guess"));
    }

    private GatewayError? Run(string address, string key) =>
        _authenticate.Run(Exchanges.Of(_snapshot, address: address, headers: ("Authorization", "Bearer " + key)))?.Error;
}
