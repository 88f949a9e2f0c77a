using AiGateway.Configuration;

namespace AiGateway.Routing;

/// <summary>A provider's keys: chosen by weight among those that may be used, each left alone for a while after what it was refused for. Thread-safe.</summary>
public sealed class KeyPool
{
    /// <summary>The most keys that a provider may have.</summary>
    public const int MostKeys = 64;

    private readonly ProviderKey[] _keys;
    private readonly Spread? _spread;

    /// <summary>A pool of keys.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MostKeys"/>.</exception>
    public KeyPool(ValueList<ProviderKeySettings> keys)
    {
        if (keys.Count > MostKeys)
        {
            throw new ArgumentException("A provider has more than 64 keys.", nameof(keys));
        }

        _keys = [.. keys.Select(key => new ProviderKey(key.Key))];
        _spread = keys.Count > 1 ? new Spread([.. keys.Select(key => key.Weight)]) : null;
    }

    /// <summary>How many keys there are; 0 where the provider asks for none.</summary>
    public int Count => _keys.Length;

    /// <summary>How many of them may be used for a model now.</summary>
    internal int CountUsable(string model, long now)
    {
        var count = 0;
        foreach (var key in _keys)
        {
            count += key.FitnessFor(model, now, out _) == KeyFitness.Usable ? 1 : 0;
        }

        return count;
    }

    /// <summary>The best that may be said of any key. Changes nothing.</summary>
    /// <param name="model">What the provider calls the model.</param>
    /// <param name="now">The time, in milliseconds of the monotonic clock.</param>
    /// <param name="wait">Milliseconds until the first of them may be used, where none may.</param>
    internal KeyFitness BestFor(string model, long now, out long wait)
    {
        var best = _keys.Length == 0 ? KeyFitness.Usable : KeyFitness.Benched;
        wait = _keys.Length == 0 ? 0 : long.MaxValue;
        foreach (var key in _keys)
        {
            var fitness = key.FitnessFor(model, now, out var keyWait);
            best = fitness < best ? fitness : best;
            wait = Math.Min(wait, keyWait);
        }

        return best;
    }

    /// <summary>Whether a key other than the given one may be used now.</summary>
    internal bool HasOther(ProviderKey? than, string model, long now)
    {
        foreach (var key in _keys)
        {
            if (key != than && key.FitnessFor(model, now, out _) == KeyFitness.Usable)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Chooses a key for one call.</summary>
    /// <param name="model">What the provider calls the model.</param>
    /// <param name="now">The time.</param>
    /// <param name="doubtful">Take a doubtful one where there is no better.</param>
    /// <param name="key">The key; null where the provider asks for none.</param>
    /// <returns>Whether there is one that may be used.</returns>
    internal bool TryChoose(string model, long now, bool doubtful, out ProviderKey? key)
    {
        var (usable, doubted) = (0UL, 0UL);
        for (var i = 0; i < _keys.Length; i++)
        {
            switch (_keys[i].FitnessFor(model, now, out _))
            {
                case KeyFitness.Usable:
                    usable |= 1UL << i;
                    break;
                case KeyFitness.Doubtful:
                    doubted |= 1UL << i;
                    break;
                case KeyFitness.DueForProbe when _keys[i].TryProbe(model, now):
                    key = _keys[i];
                    return true;
                default:
                    break;
            }
        }

        var among = usable != 0 || !doubtful ? usable : doubted;
        key = among == 0 ? null : _keys[_spread?.Choose(among) ?? 0];
        return key is not null || _keys.Length == 0;
    }
}
