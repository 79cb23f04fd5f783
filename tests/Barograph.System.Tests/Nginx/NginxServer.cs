using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Barograph.SystemTests.Nginx;

/// <summary>
/// The real nginx with the files of deploy/nginx, laid out as the manual says but below a folder of its own. It listens on a loopback address of its own, so
/// no port is ever taken. As root its workers run as <see cref="Group"/>, as Debian's do.
/// </summary>
public sealed class NginxServer : IAsyncDisposable
{
    public const string Group = "www-data";

    /// <summary>The whole site; only the tutorial's address; the server on port 80 beside one with TLS; TLS.</summary>
    public const int SitePort = 8013, SqlApiPort = 8014, PlainPort = 8015, TlsPort = 8443;

    private const string SiteInTheFile = "unix:/run/barograph/http.sock;";
    private const string IngestInTheFile = "unix:/run/barograph/ingest.sock;";
    private readonly ScratchFolder _folder = new();
    private readonly Process _guardian;
    private readonly IPAddress _address = new([127, (byte)Random.Shared.Next(128, 256), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]);
    private Process? _process;

    private NginxServer() => _guardian = StartGuardian();

    public EndPoint Site => At(SitePort);

    /// <summary>Of the certificate that it shows.</summary>
    public string Thumbprint { get; private set; } = "";

    public string ErrorLog => File.ReadAllText(_folder.File("error.log"));

    public string AccessLog => File.ReadAllText(_folder.File("access.log"));

    /// <param name="socket">Where Barograph listens, or will.</param>
    /// <param name="ingestSocket">Where the part that takes reports listens, if it runs in two parts.</param>
    public static async Task<NginxServer> StartAsync(string socket, string? ingestSocket = null)
    {
        var nginx = new NginxServer();
        try
        {
            nginx.LayOut(socket, ingestSocket);
            await nginx.StartAsync();
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public EndPoint At(int port) => new IPEndPoint(_address, port);

    public string Url(string scheme, int port) => string.Create(CultureInfo.InvariantCulture, $"{scheme}://{_address}:{port}");

    /// <summary><c>nginx -s reload</c>; returns when new workers serve.</summary>
    public async Task ReloadAsync()
    {
        HashSet<string> before = Workers();
        await Shell.RunAsync(Program(), [.. Arguments, "-s", "reload"]);
        await Patience.UntilAsync("new workers run", () => Workers().Except(before).Count() >= 2, () => ErrorLog);
    }

    public async ValueTask DisposeAsync()
    {
        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        _guardian.Dispose();
        _process?.Dispose();
        _folder.Dispose();
    }

    private string[] Arguments => ["-p", _folder.Path, "-e", _folder.File("error.log"), "-c", _folder.File("nginx.conf")];

    private static string Program() =>
        new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("nginx is missing. Install it, for example: sudo apt-get install --no-install-recommends nginx-light");

    private async Task StartAsync()
    {
        _process = Shell.Start(Program(), Arguments);
        await _guardian.StandardInput.WriteLineAsync(_process.Id.ToString(CultureInfo.InvariantCulture));
        await Patience.UntilAsync("nginx runs", () => _process.HasExited || Workers().Count >= 2, () => ErrorLog);
        if (_process.HasExited)
            throw new InvalidOperationException($"nginx ended with {_process.ExitCode}:\n{ErrorLog}{await _process.StandardError.ReadToEndAsync()}");
    }

    private HashSet<string> Workers()
    {
        string id = _process!.Id.ToString(CultureInfo.InvariantCulture);
        return [.. File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private void LayOut(string socket, string? ingestSocket)
    {
        string source = Path.Combine(Repository.Root, "deploy", "nginx");
        Directory.CreateDirectory(_folder.File("snippets"));
        foreach (string file in Directory.GetFiles(source, "*.conf"))
            File.Copy(file, Path.Combine(_folder.File("snippets"), Path.GetFileName(file)));
        // The lines that an owner may have to change.
        string upstream = File.ReadAllText(Path.Combine(source, ingestSocket is null ? "barograph-upstream.conf" : "barograph-upstream-split.conf"));
        Assert.Equal(ingestSocket is null ? 3 : 2, upstream.Split(SiteInTheFile).Length);
        Assert.Equal(ingestSocket is null ? 1 : 2, upstream.Split(IngestInTheFile).Length);
        Directory.CreateDirectory(_folder.File("conf.d"));
        File.WriteAllText(Path.Combine(_folder.File("conf.d"), "barograph-upstream.conf"), upstream
            .Replace(SiteInTheFile, $"unix:{socket};", StringComparison.Ordinal)
            .Replace(IngestInTheFile, $"unix:{ingestSocket};", StringComparison.Ordinal));
        WriteCertificate();
        File.WriteAllText(_folder.File("nginx.conf"), Configuration());
    }

    /// <summary>What surrounds the files: Debian's nginx.conf in short, with the compression that an owner may have turned on for everything.</summary>
    private string Configuration() =>
        $$"""
        daemon off;
        {{(Shell.IsRoot ? $"user {Group};" : "")}}
        worker_processes 2;
        pid {{_folder.File("nginx.pid")}};
        error_log {{_folder.File("error.log")}} notice;
        events { worker_connections 512; }
        http {
            access_log {{_folder.File("access.log")}};
            client_body_temp_path {{_folder.File("body")}};
            proxy_temp_path {{_folder.File("proxy")}};
            fastcgi_temp_path {{_folder.File("fastcgi")}};
            uwsgi_temp_path {{_folder.File("uwsgi")}};
            scgi_temp_path {{_folder.File("scgi")}};
            gzip on;
            gzip_types *;
            gzip_min_length 1;
            gzip_http_version 1.0;
            include conf.d/*.conf;
            server {
                listen {{At(SitePort)}};
                include snippets/barograph.conf;
            }
            server {
                listen {{At(SqlApiPort)}};
                include snippets/barograph-sql-api.conf;
                location / {
                    return 200 "the owner's own page";
                }
            }
            server {
                listen {{At(PlainPort)}};
                include snippets/barograph-http.conf;
            }
            server {
                listen {{At(TlsPort)}} ssl;
                ssl_certificate tls.crt;
                ssl_certificate_key tls.key;
                include snippets/barograph.conf;
            }
        }
        """;

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=barograph", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Thumbprint = certificate.Thumbprint;
        File.WriteAllText(_folder.File("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Waits for the end of its standard input, which comes however the test run ends; then it ends nginx, which ends its workers.</summary>
    private Process StartGuardian()
    {
        string script =
            $"""
             trap '' INT HUP TERM
             while read -r line; do pid=$line; done
             if [ -n "$pid" ] && grep -q '{_folder.Path}' "/proc/$pid/cmdline" 2>/dev/null; then
               kill -TERM "$pid" 2>/dev/null
               tries=0
               while [ "$tries" -lt 100 ] && grep -q '{_folder.Path}' "/proc/$pid/cmdline" 2>/dev/null; do sleep 0.05; tries=$((tries + 1)); done
               kill -KILL "$pid" 2>/dev/null
             fi
             rm -rf '{_folder.Path}'
             """;
        Process shell = Shell.Start("/bin/sh", "-c", script);
        shell.StandardInput.AutoFlush = true;
        return shell;
    }
}
