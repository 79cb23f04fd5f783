using Microsoft.AspNetCore.HttpOverrides;

namespace Barograph.Server.Running;

/// <summary>
/// Whom to believe about where a request comes from. Over a Unix socket there is no address, and who may connect at all is settled by the modes of the
/// socket and its folder: there X-Forwarded-For and X-Forwarded-Proto are the proxy's own words. Over TCP anybody can write them, and they are never read.
/// </summary>
public static class ProxyTrust
{
    public static void UseProxyTrust(this WebApplication app) =>
        app.UseWhen(IsOverUnixSocket, branch => branch.UseForwardedHeaders(new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // The last hop is the proxy that connected to us; what stands before it, a client may have invented.
            ForwardLimit = 1,
        }));

    private static bool IsOverUnixSocket(HttpContext context) => context.Connection.RemoteIpAddress is null;
}
