using System.Net;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Keys;
using AiGateway.Routing;
using AiGateway.Tests.DataPlane.Routing;
using AiGateway.Tests.Dialects.Providers.Credentials;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SnapshotCompilerTests
{
    private static readonly GatewaySettings s_settings = EnvironmentSettings.Of("a", "b") with { RequestsPerMinute = 5 };

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Each_key_has_a_window_of_its_own()
    {
        var snapshot = Compile(s_settings);

        Assert.Equal(2, snapshot.Keys.Count);
        Assert.NotSame(KeyOf(snapshot, "a").Window, KeyOf(snapshot, "b").Window);
        Assert.Equal(5, KeyOf(snapshot, "a").Window!.Limit);
        Assert.Equal("key-ca978112", KeyOf(snapshot, "a").Name);
        Assert.Null(snapshot.Addresses);
    }

    [Fact]
    public void A_provider_lives_on_until_its_credentials_change_for_others_that_can_be_used()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("account.json", AccountFile.Text());
        var preset = ProviderCatalogue.All.First(preset => preset.CredentialsScope is not null);
        var settings = s_settings with { Providers = [s_settings.Providers[0] with { Preset = preset, Keys = [], CredentialsFile = file }] };
        var first = Compile(settings);
        Provider Again() => SnapshotCompiler.Compile(settings, _time, first).Providers.Values[0];
        Assert.NotNull(first.Providers.Values[0].Tokens);
        Assert.Same(first.Providers.Values[0], Again());

        File.WriteAllText(file, "{}");
        Assert.Same(first.Providers.Values[0], Again());
        File.Delete(file);
        Assert.Same(first.Providers.Values[0], Again());

        File.WriteAllText(file, AccountFile.Text(("client_email", "another@p.iam.gserviceaccount.com")));
        Assert.NotSame(first.Providers.Values[0], Again());
    }

    [Fact]
    public void By_address_keys_have_none_and_without_a_limit_nobody_has()
    {
        var byAddress = Compile(s_settings with { LimitBy = LimitBy.Address });
        Assert.Null(KeyOf(byAddress, "a").Window);
        Assert.NotNull(byAddress.Addresses);

        var unlimited = Compile(s_settings with { LimitBy = LimitBy.Address, RequestsPerMinute = 0 });
        Assert.Null(unlimited.Addresses);
        Assert.Null(KeyOf(Compile(s_settings with { RequestsPerMinute = 0 }), "a").Window);
    }

    [Fact]
    public void What_a_key_has_used_survives_a_reload_and_counts_under_a_new_limit()
    {
        var before = Compile(s_settings);

        var after = Compile(s_settings.WithKeys("c", "a") with { LogFormat = LogFormat.Text }, before);

        Assert.Same(KeyOf(before, "a").Window, KeyOf(after, "a").Window);
        Assert.Equal(2, after.Keys.Count);
        var raised = KeyOf(Compile(s_settings with { RequestsPerMinute = 6 }, before), "a").Window!;
        Assert.Same(KeyOf(before, "a").Window, raised);
        Assert.Equal(6, raised.Limit);
    }

    [Fact]
    public void What_an_address_has_used_survives_it_too()
    {
        var settings = s_settings with { LimitBy = LimitBy.Address };
        var before = Compile(settings);

        Assert.Same(before.Addresses, Compile(settings.WithKeys("c"), before).Addresses);
        Assert.Same(before.Addresses, Compile(settings with { RequestsPerMinute = 6 }, before).Addresses);
        Assert.Equal(6, before.Addresses!.Limit);
    }

    [Fact]
    public void A_provider_is_kept_while_it_is_the_same_one_spoken_to_in_the_same_way()
    {
        var before = Compile(s_settings);

        Assert.Same(ProviderOf(before), ProviderOf(Compile(s_settings.WithKeys("c").WithTarget(target => target with { BaseUrl = new Uri(target.BaseUrl.AbsoluteUri) }), before)));
        Assert.NotSame(ProviderOf(before), ProviderOf(Compile(s_settings.WithTarget(target => target with { Keys = [new ProviderKeySettings("other")] }), before)));
        Assert.NotSame(ProviderOf(before), ProviderOf(Compile(s_settings.WithTarget(target => target with { BaseUrl = new Uri("http://127.0.0.1/v1") }), before)));
        Assert.NotSame(ProviderOf(before), ProviderOf(Compile(s_settings.WithTarget(target => target with { HttpVersion = HttpVersion.Version20 }), before)));
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(2, false, false)]
    [InlineData(2, true, true)]
    public void Objects_of_the_account_are_for_one_key_alone_or_for_whom_the_operator_says(int keys, bool isShared, bool shares)
    {
        var settings = s_settings.WithKeys(["a", .. keys > 1 ? ["b"] : Array.Empty<string>()]) with { SharedAccountObjects = isShared };

        Assert.Equal(shares, Compile(settings).SharesAccountObjects);
    }

    [Fact]
    public void How_a_target_has_been_doing_survives_a_reload_as_long_as_it_is_the_same_target()
    {
        var settings = RoutingRig.Settings(RoutingRig.Model("m", new TargetSettings("a", "x"), new TargetSettings("b")), RoutingRig.Model("n", new TargetSettings("a", "x")));
        var before = Compile(settings);
        var health = before.Models.Find("m")!.Targets[0].Health;

        Assert.Same(health, Reloaded(model => model with { Strategy = Strategy.Hash, Targets = [new TargetSettings("b"), new TargetSettings("a", "x", 5, 7)] }));
        Assert.NotSame(health, before.Models.Find("n")!.Targets[0].Health);
        Assert.NotSame(health, Reloaded(model => model with { Breaker = model.Breaker with { Failures = 9 } }));
        Assert.NotSame(health, Reloaded(model => model with { Targets = [new TargetSettings("a", "y")] }));
        var moved = settings with { Providers = [settings.Providers[0] with { BaseUrl = new Uri("http://elsewhere.test/v1") }, settings.Providers[1]] };
        Assert.NotSame(health, Compile(moved, before).Models.Find("m")!.Targets[0].Health);
        Assert.Same(before.Providers["a"].Keys, Compile(settings, before).Providers["a"].Keys);

        TargetHealth Reloaded(Func<ModelSettings, ModelSettings> change) =>
            Compile(settings with { Models = [change(settings.Models[0]), settings.Models[1]] }, before).Models.Find("m")!.Targets.Single(target => target.Provider.Name == "a").Health;
    }

    [Fact]
    public void Places_that_are_taken_stay_taken_under_a_new_limit()
    {
        var settings = s_settings with { Keys = [s_settings.Keys[0] with { Concurrent = 1 }] };
        var before = Compile(settings);
        Assert.True(KeyOf(before, "a").Places!.TryEnter());

        var after = Compile(settings with { Keys = [settings.Keys[0] with { Concurrent = 2 }] }, before);

        Assert.Equal((2, 1), (KeyOf(after, "a").Places!.Limit, KeyOf(after, "a").Places!.Taken));
    }

    private Snapshot Compile(GatewaySettings settings, Snapshot? previous = null) => SnapshotCompiler.Compile(settings, _time, previous);

    private static Provider ProviderOf(Snapshot snapshot) => snapshot.Providers[EnvironmentProvider.Name];

    private static GatewayKey KeyOf(Snapshot snapshot, string key)
    {
        Assert.True(KeyHash.TryOf(key, out var hash));
        return snapshot.Keys[hash];
    }
}
