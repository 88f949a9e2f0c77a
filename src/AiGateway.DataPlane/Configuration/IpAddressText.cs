using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Configuration;

/// <summary>Addresses as people write them. <see cref="IPAddress"/> itself also takes <c>1</c>, <c>0x7f.1</c>, octal numbers, ports and scopes, which are more often mistakes.</summary>
internal static class IpAddressText
{
    /// <summary>Reads four decimal numbers with dots, or an IPv6 address without scope and brackets; the IPv4 address where it is an IPv4-mapped one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.AsSpan().ContainsAny("%[]") || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        // What IPAddress writes is the canonical form; of IPv4 only that is taken.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text)
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>Reads an address to listen on, which may be an IPv6 address in brackets.</summary>
    public static Parsed<IPAddress> ParseHost(string text)
    {
        var bare = text is ['[', .., ']'] && text.Contains(':', StringComparison.Ordinal) ? text[1..^1] : text;
        return TryParse(bare, out var address) ? Parsed.Good(address) : Parsed.Bad<IPAddress>("is not an IP address");
    }
}
