using System.Text;
using Barograph.Model;
using CsCheck;

namespace Barograph.Storage.Tests;

/// <summary>Random batches, crowded into few series and few moments so that everything meets everything, have the model's outcomes and contents.</summary>
public abstract class ModelContract(Engine engine) : StoreContract(engine)
{
    private const int SeriesCount = 3;
    private int _run;

    public sealed class Sqlite() : ModelContract(Engine.Sqlite);

    public sealed class Postgres() : ModelContract(Engine.Postgres);

    private static readonly Gen<TrialSample> Samples = Gen.Select(
        Gen.Int[0, SeriesCount - 1], Gen.Int[0, 5], Gen.Int[0, 2], (series, second, value) => new TrialSample(series, second, value));

    private static readonly Gen<TrialReport> Reports = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5], Samples.Array[1, 3], (kind, id, second, samples) => new TrialReport(kind, id, second, samples));

    private static readonly Gen<TrialReport[][]> Trials = Reports.Array[1, 6].Array[1, 8];

    [Fact]
    public async Task Random_batches_end_as_in_the_model()
    {
        int token = await NewTokenIdAsync();
        await Trials.SampleAsync(trial => RunAsync(trial, token), iter: 150, threads: 1, print: Print);
    }

    private async Task RunAsync(TrialReport[][] trial, int token)
    {
        // Series and device of its own for each run: making a new store for each would take a hundred times as long.
        int run = Interlocked.Increment(ref _run);
        SeriesWish[] wishes = [.. Enumerable.Range(0, SeriesCount).Select(i =>
            new SeriesWish(new SeriesKey(FormattableString.Invariant($"run {run}"), FormattableString.Invariant($"m{i}")), null))];
        SeriesId[] series = [.. (await Store.Series.FindOrCreateAsync(wishes, token, int.MaxValue, Cancel)).Select(s => s!.Id)];
        var model = new StoreModel();
        foreach (TrialReport[] reports in trial)
        {
            SampleBatch batch = ToBatch(reports, series, run);
            (string? letters, List<int> collided) = model.Append(batch);
            AppendResult result = await AppendAsync(batch);
            AssertCollisions(collided, result, batch);
            if (letters is not null)
                Assert.Equal(letters, result.Letters(batch));
        }
        foreach (SeriesId id in series)
            Assert.Equal(model.Contents(id), await ContentsAsync(id));
    }

    /// <remarks>
    /// A report that meets nothing but a report that collides itself may be listed or not: nothing of the batch is stored either way, and
    /// moving a report on by a microsecond is right in both cases.
    /// </remarks>
    private static void AssertCollisions(List<int> expected, AppendResult result, SampleBatch batch)
    {
        Assert.Equal(expected.Count == 0, result.Stored);
        Assert.Equal(result.CollidedReports.Order(), result.CollidedReports);
        Assert.Empty(expected.Except(result.CollidedReports));
        foreach (int extra in result.CollidedReports.Except(expected))
            Assert.True(batch.Reports[extra].TimeIsOurs && expected.Any(i => i < extra && Share(batch, i, extra)), "Not a collision.");
    }

    private static bool Share(SampleBatch batch, int first, int second)
    {
        BatchReport a = batch.Reports[first];
        BatchReport b = batch.Reports[second];
        Sample[] earlier = batch.Samples.Slice(a.Start, a.Count).ToArray();
        foreach (Sample sample in batch.Samples.Slice(b.Start, b.Count))
            if (Array.Exists(earlier, e => e.Series == sample.Series && e.Time == sample.Time))
                return true;
        return false;
    }

    private static SampleBatch ToBatch(TrialReport[] reports, SeriesId[] series, int run)
    {
        var batch = new SampleBatch();
        foreach (TrialReport report in reports)
        {
            Receipt? receipt = report.HasReceipt ? new Receipt(run, FormattableString.Invariant($"id {report.Id}"), At(report.Second)) : null;
            batch.Add([.. report.Distinct().Select(s => new Sample(series[s.Series], At(s.Second), s.Value))], report.TimeIsOurs, receipt);
        }
        return batch;
    }

    private static string Print(TrialReport[][] trial)
    {
        var text = new StringBuilder();
        foreach (TrialReport[] batch in trial)
            text.AppendLine(string.Join(" | ", batch.Select(report => report.ToString())));
        return text.ToString();
    }
}
