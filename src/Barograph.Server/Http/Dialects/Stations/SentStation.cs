using Barograph.Model;

namespace Barograph.Server.Http.Dialects.Stations;

/// <summary>What a request says about the station that sent it, found together with its PASSKEY. Lives as long as the request; a PASSKEY is never kept longer.</summary>
public sealed record SentStation(string Passkey, DialectSet Dialect, string? StationType, string? Model)
{
    /// <summary>No text of the record may carry the PASSKEY.</summary>
    public override string ToString() => $"a station of {DialectNames.Of(Dialect)}";
}
