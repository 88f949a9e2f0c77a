using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Configuration;

/// <summary>Networks, such as those whose proxies are trusted. Immutable. An IPv4 network also holds its addresses in IPv4-mapped form, which is how a listener on <c>[::]</c> sees them.</summary>
public sealed class NetworkList
{
    private const int MappedBits = 96;

    // The IPv4 networks in IPv4-mapped form, so that looking up a mapped address allocates nothing.
    private readonly IPNetwork[] mapped;

    private NetworkList(List<IPNetwork> networks)
    {
        Networks = networks;
        mapped = [.. networks
            .Where(network => network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
            .Select(network => new IPNetwork(network.BaseAddress.MapToIPv6(), network.PrefixLength + MappedBits))];
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

        return Parsed.Good(new NetworkList(networks));
    }

    /// <summary>Whether an address lies in one of the networks. An IPv4-mapped address counts as the IPv4 address that it stands for.</summary>
    /// <param name="address">The address.</param>
    public bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Contains(mapped, address);
        }

        foreach (var network in Networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
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
