using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Reads one request of a foreign dialect. Pure: no clock, no I/O; never throws for what stands in it. A bad field loses itself and not its
/// neighbours. A report names its <see cref="Report.Source"/> and not its location, unless the dialect knows locations.
/// </summary>
public delegate ReportSet DialectParser(DialectRequest request);
