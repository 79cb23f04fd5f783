using Barograph.Model;

namespace Barograph.Server.Notify;

/// <summary>All ways out.</summary>
public sealed class Notifiers(HttpSending http, TimeProvider clock)
{
    private readonly Dictionary<TargetKind, INotifier> _byKind = new()
    {
        [TargetKind.Mail] = new MailNotifier(clock),
        [TargetKind.Webhook] = new WebhookNotifier(http, clock),
        [TargetKind.Ntfy] = new NtfyNotifier(http),
        [TargetKind.Telegram] = new TelegramNotifier(http),
        [TargetKind.Pushover] = new PushoverNotifier(http),
        [TargetKind.Mqtt] = new MqttNotifier(),
    };

    /// <exception cref="NotifyException">A newer version made this target.</exception>
    public INotifier Of(TargetKind kind) => _byKind.GetValueOrDefault(kind) ?? throw new NotifyException("This version cannot reach targets of this kind.");
}
