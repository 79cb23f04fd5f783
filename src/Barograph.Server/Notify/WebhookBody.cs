namespace Barograph.Server.Notify;

/// <summary>What a webhook and a broker get. Fixed fields: add, never rename; docs/alerts.md lists them.</summary>
/// <param name="Version">1.</param>
/// <param name="Delivery">The same with every attempt.</param>
/// <param name="Attempt">From 1 on; more than 1 means that an earlier one may have arrived.</param>
/// <param name="Kind">firing, repeat, resolved, past, drill or report.</param>
/// <param name="Urgent">Whether it may wake somebody.</param>
/// <param name="Title">In a line.</param>
/// <param name="Text">In sentences.</param>
/// <param name="AcknowledgeUrl">Where somebody can say that they know; or null.</param>
/// <param name="Alerts">What it is about.</param>
public sealed record WebhookBody(
    int Version, string Delivery, int Attempt, string Kind, bool Urgent, string Title, string Text, string? AcknowledgeUrl, IReadOnlyList<NoticeAlert> Alerts)
{
    public static WebhookBody Of(Delivery delivery) => new(
        1, delivery.Notice.Id, delivery.Notice.Attempts, delivery.Content.Kind, delivery.IsUrgent, delivery.Title, Wording.Text(delivery.Content), delivery.AcknowledgeUrl, delivery.Content.Alerts);
}
