namespace AiGateway.EndToEnd.Front;

/// <summary>nginx with <c>deploy/nginx/aigateway.conf</c>.</summary>
public sealed class NginxFixture() : FrontFixture("nginx")
{
    // What a distribution's nginx.conf has around the files of conf.d.
    private const string Around = """
        daemon off;
        user root;
        worker_processes 2;
        pid nginx.pid;
        error_log stderr;
        events { }
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            include aigateway.conf;
        }
        """;

    /// <summary>Writes the example, which calls the given servers, and says how nginx is started with it.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="port">The port to serve on.</param>
    /// <param name="servers">Lines of the upstream, in place of the one that is there.</param>
    public static string[] Write(FrontFolder folder, int port, string servers)
    {
        folder.Write("nginx.conf", Around);
        folder.Write("aigateway.conf", FrontFolder.Example(
            "deploy/nginx/aigateway.conf",
            ("server 127.0.0.1:8080;", servers),
            ("listen 443 ssl http2;", $"listen 127.0.0.1:{port} ssl http2;"),
            ("/etc/ssl/gateway.example.com.crt", "tls.crt"),
            ("/etc/ssl/gateway.example.com.key", "tls.key")));
        return ["-p", folder.Path, "-c", "nginx.conf", "-e", "stderr"];
    }

    protected override string[] Configure(int gateway) => Write(Folder, Port, $"server 127.0.0.1:{gateway};");
}
