using Barograph.Model;

namespace Barograph.Server.Changes;

/// <summary>A mute as a person wants it.</summary>
/// <param name="Series">LOCATION/METRIC, with * for anything.</param>
/// <param name="Sort">Which rules; null: all.</param>
/// <param name="Until">Null: until somebody ends it.</param>
/// <param name="Reason">For people.</param>
/// <param name="By">Who wants it.</param>
public sealed record MuteWish(string Series, AlertSort? Sort, Instant? Until, string Reason, string By);
