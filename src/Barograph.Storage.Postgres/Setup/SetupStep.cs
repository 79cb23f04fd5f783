namespace Barograph.Storage.Postgres;

public enum SetupStep
{
    /// <summary>It was there already and was left as it is.</summary>
    WasThere,

    Done,

    /// <summary>Nothing was done; the text says what the user should know or do.</summary>
    Note,
}
