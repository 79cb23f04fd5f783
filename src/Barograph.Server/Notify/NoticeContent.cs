using System.Text.Json;
using Barograph.Model;

namespace Barograph.Server.Notify;

/// <summary>All that a notifier needs to word a notice: things as they were when it was written. Kept in the outbox as JSON.</summary>
/// <param name="Kind">firing, repeat, resolved, past, drill or report.</param>
/// <param name="Urgent">Whether it may wake somebody.</param>
/// <param name="Alerts">All at one location, by one rule.</param>
/// <param name="Text">Of a report, and nothing else: the words.</param>
/// <param name="Html">The same as a page.</param>
public sealed record NoticeContent(string Kind, bool Urgent, IReadOnlyList<NoticeAlert> Alerts, string? Text = null, string? Html = null)
{
    public static NoticeContent Of(NoticeKind kind, IReadOnlyList<NoticeAlert> alerts, bool isUrgent) => new(NameOf(kind), isUrgent, alerts);

    public static string NameOf(NoticeKind kind) => kind.ToString().ToLowerInvariant();

    public string ToJson() => JsonSerializer.Serialize(this, NotifyJson.Default.NoticeContent);

    public static NoticeContent Parse(string json) => JsonSerializer.Deserialize(json, NotifyJson.Default.NoticeContent)!;
}
