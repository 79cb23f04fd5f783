using Barograph.Model;

namespace Barograph.Server.Notify;

/// <summary>All ways out.</summary>
public sealed class Notifiers : IDisposable
{
    private readonly HttpSending _http = new();
    private readonly Dictionary<TargetKind, INotifier> _byKind;

    public Notifiers(TimeProvider clock) => _byKind = new()
    {
        [TargetKind.Mail] = new MailNotifier(clock),
        [TargetKind.Webhook] = new WebhookNotifier(_http, clock),
        [TargetKind.Ntfy] = new NtfyNotifier(_http),
        [TargetKind.Telegram] = new TelegramNotifier(_http),
        [TargetKind.Pushover] = new PushoverNotifier(_http),
    };

    /// <exception cref="NotifyException">A newer version made this target.</exception>
    public INotifier Of(TargetKind kind) => _byKind.GetValueOrDefault(kind) ?? throw new NotifyException("This version cannot reach targets of this kind.");

    public void Dispose() => _http.Dispose();
}
