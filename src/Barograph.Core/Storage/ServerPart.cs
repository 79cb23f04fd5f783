namespace Barograph.Storage;

/// <summary>Which part of the server a process is. Processes can share a store only where its engine lets them: PostgreSQL does.</summary>
public enum ServerPart
{
    /// <summary>Everything in one process.</summary>
    All,

    /// <summary>What devices use and nothing else. Of the store it needs, and may have, only what adds readings.</summary>
    Ingest,

    /// <summary>What people use, and upkeep; no reports are taken.</summary>
    Site,
}
