namespace Barograph.Model;

/// <summary>What a dialect made of one request's bytes: the reports it could read, and what it could not.</summary>
public sealed class ReportSet
{
    /// <summary>
    /// Set when the request as a whole could not be read (broken JSON, too many reports); then there are no reports and nothing may be stored.
    /// </summary>
    public Rejection? Failure { get; set; }

    public List<Report> Reports { get; } = [];

    /// <summary>Fields of a foreign dialect that hold no number, which is nothing wrong.</summary>
    public int Ignored { get; set; }

    /// <summary>Which of a dialect's answers the sender waits for, where that depends on the request; null for the usual one.</summary>
    public string? Wording { get; set; }

    /// <summary>Values and reports that could not be read. Those of one report stand in their order.</summary>
    public List<Rejection> Rejections { get; } = [];
}
