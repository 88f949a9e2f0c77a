using System.Globalization;
using System.Text;

namespace AiGateway.Dialects.Providers;

/// <summary>Models, their sizes and their prices, as they were known when the program was built. Read when first asked for.</summary>
public static class ModelCatalogue
{
    private const int Columns = 12;
    private const decimal Billion = 1_000_000_000m;

    private static readonly Lazy<Dictionary<(string List, string Model), ModelInfo>> s_models = new(Load);
    private static readonly Lazy<Dictionary<string, string[]>> s_names = new(() => s_models.Value.Keys
        .GroupBy(key => key.List).ToDictionary(list => list.Key, list => list.Select(key => key.Model).Order(StringComparer.Ordinal).ToArray()));

    /// <summary>All models that it knows, over all providers.</summary>
    public static IReadOnlyCollection<ModelInfo> All => s_models.Value.Values;

    /// <summary>What is known of a model.</summary>
    /// <param name="providerType">The provider's <see cref="ProviderPreset.Type"/>.</param>
    /// <param name="model">What the provider calls the model, exactly.</param>
    /// <returns>The facts, or null where there are none: another provider's price for a model of the same name is not a fact.</returns>
    public static ModelInfo? Find(string providerType, string model) =>
        s_models.Value.GetValueOrDefault((ListOf(providerType), model));

    /// <summary>The models of a provider, as it calls them, in the order of their names; empty where none are known.</summary>
    /// <param name="providerType">The provider's <see cref="ProviderPreset.Type"/>.</param>
    public static IReadOnlyList<string> NamesOf(string providerType) => s_names.Value.GetValueOrDefault(ListOf(providerType)) ?? [];

    private static string ListOf(string providerType) => ProviderCatalogue.ByType.GetValueOrDefault(providerType)?.PriceList ?? providerType;

    private static Dictionary<(string List, string Model), ModelInfo> Load()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("models.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var models = new Dictionary<(string List, string Model), ModelInfo>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var (list, info) = Parse(line);
                models.Add((list, info.Model), info);
            }
        }

        return models;
    }

    private static (string List, ModelInfo Info) Parse(string line)
    {
        var cells = line.Split('\t');
        Array.Resize(ref cells, Columns);
        var price = string.IsNullOrEmpty(cells[5])
            ? null
            : new ModelPrice(cells[5], Amount(cells[6])!.Value, Amount(cells[7])!.Value, Amount(cells[8]), Amount(cells[9]), Amount(cells[10]), Tiers(cells[11]));
        return (cells[0], new ModelInfo(cells[1], Number(cells[2]), Number(cells[3]), price, cells[4]));
    }

    private static PriceTier[] Tiers(string? cell) =>
        string.IsNullOrEmpty(cell) ? [] : [.. cell.Split(' ').Select(tier => tier.Split(':')).Select(tier =>
            new PriceTier(Number(tier[0])!.Value, Amount(tier[1])!.Value, Amount(tier[2])!.Value, Amount(tier[3]), Amount(tier[4])))];

    private static int? Number(string? cell) => string.IsNullOrEmpty(cell) ? null : int.Parse(cell, CultureInfo.InvariantCulture);

    private static long? Amount(string? cell) => string.IsNullOrEmpty(cell) ? null : (long)(decimal.Parse(cell, CultureInfo.InvariantCulture) * Billion);
}
