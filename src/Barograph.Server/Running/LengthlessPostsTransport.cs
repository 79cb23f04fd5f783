using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Barograph.Server.Running;

/// <summary>A connection whose input goes through <see cref="LengthlessPosts"/>.</summary>
internal sealed class LengthlessPostsTransport(IDuplexPipe transport) : IDuplexPipe
{
    public PipeReader Input { get; } = new LengthlessPosts(transport.Input);

    public PipeWriter Output => transport.Output;

    /// <summary>As connection middleware.</summary>
    public static ConnectionDelegate Wrap(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new LengthlessPostsTransport(connection.Transport);
        return next(connection);
    };
}
