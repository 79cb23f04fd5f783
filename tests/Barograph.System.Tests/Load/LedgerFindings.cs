namespace Barograph.SystemTests.Load;

/// <summary>What comparing the ledger with the store has shown; counts are reports, except that one series out of step counts as one corruption.</summary>
public sealed record LedgerFindings(int Acknowledged, int Stored, int Lost, int Doubled, int Corrupt)
{
    public bool IsClean => Lost == 0 && Doubled == 0 && Corrupt == 0;

    public override string ToString() => $"{Acknowledged} acknowledged, {Stored} stored, {Lost} lost, {Doubled} doubled, {Corrupt} corrupt";
}
