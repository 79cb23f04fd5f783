namespace Barograph.Storage.Sqlite;

internal interface IWriterJob
{
    /// <summary>Runs it, unless it is cancelled already. Never throws: the outcome is the job's task.</summary>
    void Run(WriterConnection connection);
}
