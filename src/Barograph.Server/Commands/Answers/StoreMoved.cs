namespace Barograph.Server.Commands;

/// <summary>
/// Of <c>migrate-store</c>. <c>RawFrom</c>: of the time before it there are only summaries, which moved too; null: all single readings are there. If it does not agree,
/// nothing was kept of the move.
/// </summary>
public sealed record StoreMoved(
    string From, string To, string? RawFrom, IReadOnlyList<TableMoved> Tables, IReadOnlyList<SeriesMoved> Series, bool Agrees);
