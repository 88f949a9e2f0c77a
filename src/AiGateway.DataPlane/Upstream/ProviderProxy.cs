using System.Net;

namespace AiGateway.Upstream;

/// <summary>The proxy on the way to a provider.</summary>
internal static class ProviderProxy
{
    /// <summary>The value that stands for what <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c> say.</summary>
    public const string Environment = "environment";

    /// <summary>Has a handler use the proxy.</summary>
    /// <param name="handler">The handler, not yet used.</param>
    /// <param name="proxy">Null for none, <see cref="Environment"/>, or an http, https or socks5 URL, which may hold user and password.</param>
    public static void Apply(SocketsHttpHandler handler, string? proxy)
    {
        handler.UseProxy = proxy is not null;
        if (proxy is null or Environment)
        {
            // Left unset, the handler's proxy is that of the environment.
            return;
        }

        var url = new Uri(proxy);
        handler.Proxy = new WebProxy(url) { Credentials = CredentialsOf(url) };
    }

    private static NetworkCredential? CredentialsOf(Uri url)
    {
        if (url.UserInfo.Length == 0)
        {
            return null;
        }

        var parts = url.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
