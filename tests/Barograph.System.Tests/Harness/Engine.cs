namespace Barograph.SystemTests.Harness;

/// <summary>Where the server under test keeps its readings.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}
