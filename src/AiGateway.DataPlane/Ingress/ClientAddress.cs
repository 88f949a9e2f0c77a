using System.Net;
using AiGateway.Configuration;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>Finds the address that a request comes from, behind the proxies that the operator trusts.</summary>
internal static class ClientAddress
{
    // A chain longer than this is nobody's real path through proxies.
    private const int MostHops = 32;

    /// <summary>The nearest address that is no trusted proxy. Without trusted proxies, <c>X-Forwarded-For</c> is anybody's claim and is not looked at.</summary>
    public static IPAddress Resolve(IPAddress? peer, IHeaderDictionary headers, NetworkList trusted)
    {
        var address = peer ?? IPAddress.None;
        if (trusted.Networks.Count == 0 || !trusted.Contains(address))
        {
            return address;
        }

        ReadOnlySpan<char> chain = headers["X-Forwarded-For"].ToString();
        for (var hops = 0; hops < MostHops && !chain.IsEmpty && trusted.Contains(address); hops++)
        {
            var comma = chain.LastIndexOf(',');
            if (!TryParse(chain[(comma + 1)..].Trim(), out var next))
            {
                break;
            }

            address = next;
            chain = comma < 0 ? default : chain[..comma];
        }

        return address;
    }

    // Some proxies add the port.
    private static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (IPAddress.TryParse(text, out var plain))
        {
            address = plain;
            return true;
        }

        if (!IPEndPoint.TryParse(text, out var withPort))
        {
            return false;
        }

        address = withPort.Address;
        return true;
    }
}
