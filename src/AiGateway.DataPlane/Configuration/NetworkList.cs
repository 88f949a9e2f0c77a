using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Configuration;

/// <summary>Networks, such as those whose proxies are trusted. Immutable.</summary>
public sealed class NetworkList
{
    private const int MappedBits = 96;

    // IPNetwork.Contains misses every IPv4-mapped address of ::ffff:0:0/96, so the bytes are compared here.
    private readonly (byte[] Start, int Prefix)[] _ranges;

    private NetworkList(List<IPNetwork> networks)
    {
        Networks = networks.AsReadOnly();
        _ranges = [.. networks.Select(network => (network.BaseAddress.GetAddressBytes(), network.PrefixLength))];
    }

    /// <summary>No network: holds no address.</summary>
    public static NetworkList Empty { get; } = new([]);

    /// <summary>The networks, in the order in which they were written, IPv4-mapped ones as IPv4.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; }

    /// <summary>Reads networks (<c>10.0.0.0/8</c>, <c>fd00::/8</c>) and single addresses, separated by commas; blanks and empty entries are ignored.</summary>
    /// <param name="text">The list.</param>
    public static Parsed<NetworkList> Parse(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var network = ParseNetwork(entry);
            if (!network.IsGood)
            {
                return Parsed.Bad<NetworkList>($"has an entry ({Shown.Text(entry)}) that {network.Problem}");
            }

            networks.Add(network.Value);
        }

        return Parsed.Good(networks.Count == 0 ? Empty : new NetworkList(networks));
    }

    /// <summary>Whether an address lies in one of the networks. An IPv4-mapped address, as a listener on <c>[::]</c> sees them, counts as the IPv4 address that it stands for.</summary>
    /// <param name="address">The address.</param>
    public bool Contains(IPAddress address)
    {
        Span<byte> buffer = stackalloc byte[16];
        if (!address.TryWriteBytes(buffer, out var length))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = address.IsIPv4MappedToIPv6 ? buffer[(MappedBits / 8)..] : buffer[..length];
        foreach (var (start, prefix) in _ranges)
        {
            if (start.Length == bytes.Length && SharePrefix(start, bytes, prefix))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SharePrefix(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int prefix)
    {
        var (whole, rest) = Math.DivRem(prefix, 8);
        return one[..whole].SequenceEqual(other[..whole]) && (rest == 0 || (one[whole] ^ other[whole]) >> (8 - rest) == 0);
    }

    private static Parsed<IPNetwork> ParseNetwork(string entry)
    {
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddressText.TryParse(slash < 0 ? entry : entry[..slash], out var address))
        {
            return Parsed.Bad<IPNetwork>("is not an IP address or network");
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
        {
            return Parsed.Bad<IPNetwork>(string.Create(CultureInfo.InvariantCulture, $"has a prefix that is not 0 to {bits}"));
        }

        if (address.IsIPv4MappedToIPv6 && prefix >= MappedBits)
        {
            (address, prefix) = (address.MapToIPv4(), prefix - MappedBits);
        }

        var start = FirstOf(address, prefix);
        return start.Equals(address)
            ? Parsed.Good(new IPNetwork(address, prefix))
            : Parsed.Bad<IPNetwork>(string.Create(CultureInfo.InvariantCulture, $"is not the first address of its network: write {start}/{prefix}"));
    }

    private static IPAddress FirstOf(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(prefix - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
