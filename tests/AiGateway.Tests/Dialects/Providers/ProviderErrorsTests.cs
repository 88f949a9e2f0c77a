using System.Buffers;
using System.Text;
using AiGateway.Dialects.Providers;
using AiGateway.Upstream;

namespace AiGateway.Tests.Dialects.Providers;

public sealed class ProviderErrorsTests
{
    [Fact]
    public void Every_sample_is_known_for_what_it_is() => Assert.All(Samples(), pair =>
    {
        var (preset, sample) = pair;
        Assert.Equal((preset.Type, sample.Body, sample.Kind), (preset.Type, sample.Body, FailureSignals.Classify(preset, sample.Status, FactsOf(sample))));
    });

    [Fact]
    public void A_sample_under_a_200_is_found_where_the_provider_hides_failures() => Assert.All(
        Samples().Where(pair => pair.Sample.Status == 200 && pair.Preset.Success is not null),
        pair => Assert.Equal(pair.Sample.Kind, FailureSignals.FindHidden(pair.Preset, BytesOf(pair.Sample))?.Kind));

    [Fact]
    public void Every_preset_has_samples_in_one_file()
    {
        var named = ErrorSample.All.Select(sample => sample.Types).Distinct().SelectMany(types => types);
        Assert.Equal(ProviderCatalogue.All.Select(preset => preset.Type).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_signal_decides_a_sample()
    {
        var idle = from preset in ProviderCatalogue.All
                   from signal in preset.Signals
                   where !Samples().Any(pair => pair.Preset == preset && ReferenceEquals(FirstFit(preset.Signals, pair.Sample), signal))
                   select $"{preset.Type}: {signal.Kind} {signal.Status} {string.Join(' ', signal.Codes)} {signal.Message}";
        Assert.Empty(idle);
    }

    [Theory]
    [InlineData(0, "a b", null, true)]
    [InlineData(429, "a b", null, true)]
    [InlineData(400, "a b", null, false)]
    [InlineData(0, "t", null, true)]
    [InlineData(0, "co*", null, true)]
    [InlineData(0, "co", null, false)]
    [InlineData(0, "*", null, true)]
    [InlineData(0, "", "SOME", true)]
    [InlineData(0, "", "other", false)]
    [InlineData(0, "x", "some", false)]
    public void All_that_a_signal_gives_must_fit(int status, string codes, string? message, bool fits)
    {
        var signal = new ErrorSignal(AiGateway.Dialects.FailureKind.Throttled)
        {
            Status = status,
            Codes = codes.Length == 0 ? [] : codes == "a b" ? ["a", "code"] : [codes],
            Message = message,
        };

        Assert.Equal(fits, signal.Fits(429, new ErrorFacts("code", "t", "there are some words", null)));
        Assert.Equal(codes.Length == 0 && message is null, signal.Fits(status, default));
    }

    private static IEnumerable<(ProviderPreset Preset, ErrorSample Sample)> Samples() =>
        from sample in ErrorSample.All
        from type in sample.Types
        select (ProviderCatalogue.ByType[type], sample);

    private static ErrorSignal? FirstFit(IReadOnlyList<ErrorSignal> signals, ErrorSample sample) =>
        signals.FirstOrDefault(signal => signal.Fits(sample.Status, FactsOf(sample)));

    private static ErrorFacts FactsOf(ErrorSample sample) => ErrorFacts.Read(BytesOf(sample));

    private static ReadOnlySequence<byte> BytesOf(ErrorSample sample) => new(Encoding.UTF8.GetBytes(sample.Body));
}
