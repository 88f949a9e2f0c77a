namespace AiGateway.EndToEnd.Front;

/// <summary>Caddy with <c>deploy/caddy/Caddyfile</c>, and a certificate that it need not fetch.</summary>
public sealed class CaddyFixture() : FrontFixture("caddy")
{
    private const string Around = """
        {
        	admin off
        	auto_https disable_redirects
        }

        """;

    protected override string[] Configure(int gateway)
    {
        Folder.Write("Caddyfile", Around + FrontFolder.Example(
            "deploy/caddy/Caddyfile",
            ("gateway.example.com {", $"gateway.example.com:{Port} {{\n\tbind 127.0.0.1\n\ttls tls.crt tls.key"),
            ("reverse_proxy 127.0.0.1:8080 {", $"reverse_proxy 127.0.0.1:{gateway} {{")));
        return ["run", "--config", "Caddyfile", "--adapter", "caddyfile"];
    }
}
