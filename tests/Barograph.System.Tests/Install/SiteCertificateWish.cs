namespace Barograph.SystemTests.Install;

/// <summary>The certificate that a <see cref="TlsSite"/> shows. By default everything about it is right.</summary>
public sealed record SiteCertificateWish
{
    public string Host { get; init; } = "localhost";

    /// <summary>From now.</summary>
    public TimeSpan Begins { get; init; } = TimeSpan.FromDays(-30);

    public TimeSpan Ends { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Whether it also shows the authority in between, as fullchain.pem does and cert.pem does not.</summary>
    public bool WithChain { get; init; } = true;
}
