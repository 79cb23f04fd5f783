namespace Barograph.Storage.Sqlite;

internal sealed class SqliteSampleWriter(SqliteEngine engine) : ISampleWriter
{
    public async ValueTask<AppendResult> AppendAsync(SampleBatch batch, CancellationToken cancel)
    {
        if (batch.Reports.IsEmpty)
            return AppendResult.AllNew;
        return await engine.WriteAsync(writer => writer.Appender.Append(batch), cancel);
    }
}
