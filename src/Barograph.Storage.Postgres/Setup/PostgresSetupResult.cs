namespace Barograph.Storage.Postgres;

/// <summary>What set-up did.</summary>
/// <param name="Store">The value for <c>--store</c>. It holds the login's password when that was made in this very run over TCP, and only
/// then.</param>
/// <param name="IngestStore">The same of the ingest login, if one was wanted.</param>
/// <param name="Lines">One line for each thing: what was done, what was there, what the user has to do.</param>
/// <param name="Changed">False if everything was there already.</param>
public sealed record PostgresSetupResult(string Store, string? IngestStore, IReadOnlyList<SetupLine> Lines, bool Changed);
