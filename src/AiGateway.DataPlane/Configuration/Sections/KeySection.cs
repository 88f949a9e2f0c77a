using AiGateway.Configuration.Fields;
using AiGateway.Keys;
using AiGateway.Routing;

namespace AiGateway.Configuration.Sections;

/// <summary><c>keys</c>: who may ask.</summary>
internal static class KeySection
{
    private static readonly ScalarKind<string> s_name = new("1 to 64 characters without control characters", Names.Parse(Names.OfKey), ScalarSchema.Text);
    private static readonly ScalarKind<string> s_model = new("a model's name, or a prefix that ends in *", Names.Parse(Names.OfModel), ScalarSchema.Text);

    private static readonly Shape<KeySettings> s_limits = new(
        new ValueField<KeySettings, int>("rpm", Kinds.Number(0, int.MaxValue), "Requests in any 60 seconds; 0 for no limit", "limits.rpm", (key, value) => key with { RequestsPerMinute = value }),
        new ValueField<KeySettings, int>("concurrent", Kinds.Number(1, 1_000_000), "Requests at once", "no limit", (key, value) => key with { Concurrent = value }));

    private static readonly Shape<KeySettings> s_shape = new(
        new ValueField<KeySettings, string>("name", s_name, "What logs call it", "key- and the first 8 hex digits of its SHA-256", (key, value) => key with { Name = value }),
        new ValueField<KeySettings, KeyHash>("key", Kinds.GatewayKey, "The key. Secret", "", (key, value) => key with { Hash = value }),
        new ValueField<KeySettings, KeyHash>("key_sha256", Kinds.GatewayKeyHash, "Its SHA-256, instead of the key", "", (key, value) => key with { Hash = value }),
        new ValueField<KeySettings, ValueList<string>>("models", new ListKind<string>(s_model, least: 1), "Models that it may ask for", "all", (key, value) => key with { Models = value }),
        new ValueField<KeySettings, DateTimeOffset?>("expires", Kinds.Instant, "From then on it is not valid any more", "never", (key, value) => key with { Expires = value }),
        new GroupField<KeySettings, KeySettings>("limits", s_limits, "Its own limits", key => key, (_, key) => key));

    /// <summary>The list of keys.</summary>
    public static ListKind<KeySettings> Keys { get; } = new(new GroupKind<KeySettings>(s_shape, () => new KeySettings { Name = "", Hash = default }), least: 1);

    /// <summary>Names those that have no name, and tells what does not go together.</summary>
    public static ValueList<KeySettings> Complete(ValueList<KeySettings> keys, Reading reading)
    {
        var complete = new List<KeySettings>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hashes = new HashSet<KeyHash>();
        foreach (var key in keys)
        {
            var (hasKey, hasHash) = (reading.IsWritten(key, "key"), reading.IsWritten(key, "key_sha256"));
            if (hasKey == hasHash)
            {
                reading.Report(key, "key", hasKey ? "stands beside key_sha256. Allowed: one of the two" : "is missing. Allowed: key or key_sha256");
                continue;
            }

            var named = reading.IsWritten(key, "name") ? key : key with { Name = $"key-{key.Hash}" };
            if (!names.Add(named.Name))
            {
                reading.Report(key, "name", $"there is another key named {(reading.IsWritten(key, "name") ? reading.ShownName(key, "name") : Shown.Name(named.Name))}");
            }

            // A bad one has no hash; that has been told.
            if (key.Hash != default && !hashes.Add(key.Hash))
            {
                reading.Report(key, hasKey ? "key" : "key_sha256", "is the same key as another entry's");
            }

            complete.Add(named);
        }

        return [.. complete];
    }

    /// <summary>Warns of models that a key may ask for, and that nothing of the file can be.</summary>
    /// <param name="keys">The keys as they were read.</param>
    /// <param name="models">The names of the file's models.</param>
    /// <param name="reading">Where warnings are told.</param>
    public static void WarnOfUnknownModels(ValueList<KeySettings> keys, IReadOnlyList<string> models, Reading reading)
    {
        foreach (var key in keys)
        {
            for (var i = 0; i < key.Models.Count; i++)
            {
                if (!models.Any(model => Overlap(model, key.Models[i])))
                {
                    reading.Warn(key, "models", $"no model is {reading.ShownName(key, "models", i)}{NearMiss.Question(key.Models[i], models)}", i);
                }
            }
        }
    }

    // Some name is both.
    private static bool Overlap(string one, string other) => (ModelTable.IsPattern(one), ModelTable.IsPattern(other)) switch
    {
        (false, false) => one == other,
        (true, false) => other.StartsWith(one[..^1], StringComparison.Ordinal),
        (false, true) => one.StartsWith(other[..^1], StringComparison.Ordinal),
        _ => one.StartsWith(other[..^1], StringComparison.Ordinal) || other.StartsWith(one[..^1], StringComparison.Ordinal),
    };
}
