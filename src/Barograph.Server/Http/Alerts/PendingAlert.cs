using Barograph.Model;

namespace Barograph.Server.Http.Alerts;

/// <summary>A condition that holds, and has not done so for long enough.</summary>
public sealed record PendingAlert(AlertRule Rule, SeriesInfo Series, Instant Since, Instant FiresAt);
