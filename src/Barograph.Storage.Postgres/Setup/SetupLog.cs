namespace Barograph.Storage.Postgres;

/// <summary>Collects what a set-up or migration did.</summary>
internal sealed class SetupLog
{
    private readonly List<SetupLine> _lines = [];

    public IReadOnlyList<SetupLine> Lines => _lines;

    public bool Changed => _lines.Any(line => line.Step == SetupStep.Done);

    public void Add(bool done, string text) => _lines.Add(new SetupLine(done ? SetupStep.Done : SetupStep.WasThere, text));

    public void Note(string text) => _lines.Add(new SetupLine(SetupStep.Note, text));
}
