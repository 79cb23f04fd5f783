using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Ingest;

/// <summary>
/// A valid report on its way to the disk: made by the request, then owned by the committer until its request is completed, then read by the request again.
/// </summary>
internal sealed class PendingReport
{
    private const int SingleSteps = 4;

    // 67 seconds: to fill that far a board would have to send 67 million samples.
    private const int LargestStepBits = 26;

    private int _moves;

    public PendingReport(int index, Instant time, bool timeIsOurs, Receipt? receipt, Sample[] samples)
    {
        Index = index;
        Time = time;
        TimeIsOurs = timeIsOurs;
        Receipt = receipt;
        Samples = samples;
    }

    /// <summary>Its position in the request.</summary>
    public int Index { get; }

    /// <summary>One time for all its samples.</summary>
    public Instant Time { get; private set; }

    /// <summary>Given by us at receipt, not by the device: then it may be moved on, and an existing sample is no duplicate.</summary>
    public bool TimeIsOurs { get; }

    public Receipt? Receipt { get; }

    public Sample[] Samples { get; }

    /// <summary>Set by the committer, of each kind how many.</summary>
    public int Stored { get; private set; }
    public int Duplicates { get; private set; }
    public int Conflicts { get; private set; }

    /// <summary>Its time is before the raw samples that are kept.</summary>
    public bool IsTooOld { get; private set; }

    /// <summary>Why nothing of it was stored, or null.</summary>
    public ErrorKind? Failure { get; private set; }

    /// <summary>
    /// Takes a later time, because another report had this one already: the next microsecond, and after a few in vain a random step that grows, so that
    /// a dense run of samples, which a stolen board could lay out, costs some twenty appends and not one for each of its samples.
    /// </summary>
    public void MoveOn()
    {
        _moves++;
        long step = _moves <= SingleSteps ? 1 : Random.Shared.NextInt64(1, 1L << Math.Min(_moves, LargestStepBits));
        Time = new Instant(Time.Microseconds + step);
        for (int i = 0; i < Samples.Length; i++)
            Samples[i] = Samples[i] with { Time = Time };
    }

    public void Settle(SampleOutcome outcome)
    {
        switch (outcome)
        {
            case SampleOutcome.New:
                Stored++;
                break;
            case SampleOutcome.Duplicate:
                Duplicates++;
                break;
            case SampleOutcome.Conflict:
                Conflicts++;
                break;
            default:
                IsTooOld = true;
                break;
        }
    }

    public void SettleAllNew() => Stored = Samples.Length;

    public void Fail(ErrorKind failure) => Failure = failure;
}
