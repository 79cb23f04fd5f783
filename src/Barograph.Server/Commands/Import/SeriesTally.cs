using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>What was counted of one series.</summary>
public sealed class SeriesTally(SeriesKey key)
{
    public SeriesKey Key { get; } = key;

    /// <summary>Values that the source's own database counts.</summary>
    public long InTable { get; set; }

    public long LeftOut { get; set; }

    public long New { get; set; }

    public long There { get; set; }

    public long Conflicts { get; set; }

    /// <summary>Samples in the store from the first to the last time of this import, those of living boards included.</summary>
    public long InStore { get; set; }

    /// <summary>
    /// How many values had a later time than all before them. So many different times there are at least; in a table that is only inserted into, it
    /// is all of them.
    /// </summary>
    public long Steps { get; private set; }

    public Instant First { get; private set; } = Instant.MaxValue;

    public Instant Last { get; private set; } = Instant.MinValue;

    /// <summary>From the first time to the last, both included; null if nothing was sent.</summary>
    public TimeRange? Range => Steps == 0 ? null : new TimeRange(First, new Instant(Last.Microseconds + 1));

    /// <summary>Every value of the source is accounted for, and the store holds at least as many samples as there are different times that were not left out.</summary>
    public bool Agrees => InTable == LeftOut + New + There + Conflicts && InStore >= Steps - LeftOut && InStore >= New;

    /// <summary>A value is on its way to the store.</summary>
    public void Send(Instant time)
    {
        if (time > Last)
        {
            Last = time;
            Steps++;
        }
        if (time < First)
            First = time;
    }
}
