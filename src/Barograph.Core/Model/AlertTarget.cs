namespace Barograph.Model;

/// <summary>Where alerts are sent to.</summary>
/// <param name="Id">Its number in the store, given once.</param>
/// <param name="Name">What people call it; unique.</param>
/// <param name="Kind">How it is reached.</param>
/// <param name="Options">A JSON object of texts; which members it has depends on the kind. No secret is in it.</param>
/// <param name="SealedSecret">What the kind needs as a secret, sealed with a key that is not in the store (Server/Notify/SecretBox); null: none.</param>
/// <param name="AllowsLan">An owner has said that it may lie in a private network, or on this machine.</param>
/// <param name="IsEnabled">Whether anything is sent to it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="SucceededAt">When something last arrived there; null: never.</param>
/// <param name="FailedAt">When something last did not; null: never.</param>
/// <param name="Failure">Why it did not, in a sentence without secrets; null after it did.</param>
public sealed record AlertTarget(
    int Id, string Name, TargetKind Kind, string Options, string? SealedSecret, bool AllowsLan, bool IsEnabled, Instant CreatedAt,
    Instant? SucceededAt = null, Instant? FailedAt = null, string? Failure = null);
