using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Barograph.Server.Notify;

/// <summary>E-mail. The Message-Id is the notice's, with every attempt, so that a mail that arrives twice is shown once.</summary>
public sealed class MailNotifier(TimeProvider clock) : INotifier
{
    private const int SubmissionPort = 587, TlsPort = 465;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task SendAsync(Delivery delivery, TargetSettings target, CancellationToken cancel)
    {
        using MimeMessage message = Compose(delivery, target);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            await SendAsync(message, target, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new NotifyException("The mail server did not answer in time.");
        }
        catch (Exception e) when (e is AuthenticationException or SaslException)
        {
            throw new NotifyException("The mail server does not take the user and the password.");
        }
        catch (SslHandshakeException)
        {
            throw new NotifyException("The mail server's certificate is not valid.");
        }
        catch (SmtpCommandException e)
        {
            throw new NotifyException(string.Create(CultureInfo.InvariantCulture, $"The mail server refused it with {(int)e.StatusCode}."));
        }
        catch (Exception e) when (e is ProtocolException or ServiceNotConnectedException or NotSupportedException or IOException or SocketException)
        {
            throw new NotifyException(e is NotSupportedException ? "The mail server offers no encryption, or no way to sign in." : "The connection to the mail server broke.");
        }
    }

    private static async Task SendAsync(MimeMessage message, TargetSettings target, CancellationToken cancel)
    {
        bool isPlain = target["security"] == "none";
        int port = target.Number("port", isPlain ? 25 : SubmissionPort);
        using SmtpClient smtp = new() { CheckCertificateRevocation = false };
        Socket socket = await AddressRule.ConnectAsync(target["host"], port, target.AllowsLan, cancel);
        try
        {
            await smtp.ConnectAsync(
                socket, target["host"], port,
                isPlain ? SecureSocketOptions.None : port == TlsPort ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, cancel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        if (target["user"].Length > 0)
            await smtp.AuthenticateAsync(target["user"], target.Secret ?? "", cancel);
        await smtp.SendAsync(message, cancel);
        await smtp.DisconnectAsync(true, cancel);
    }

    private MimeMessage Compose(Delivery delivery, TargetSettings target)
    {
        MailboxAddress from = MailboxAddress.Parse(target["from"]);
        MimeMessage message = new()
        {
            Subject = delivery.Title,
            Date = clock.GetUtcNow(),
            MessageId = $"{delivery.Notice.Id}@barograph.{from.Domain}",
        };
        message.From.Add(from);
        message.To.AddRange(target["to"].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(MailboxAddress.Parse));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("Barograph-Delivery", delivery.Notice.Id);
        if (delivery.Notice.Attempts > 1)
            message.Headers.Add("Barograph-Attempt", delivery.Notice.Attempts.ToString(CultureInfo.InvariantCulture));
        if (delivery.IsUrgent)
            message.Priority = MessagePriority.Urgent;
        message.Body = new BodyBuilder { TextBody = delivery.Text, HtmlBody = delivery.Content.Html }.ToMessageBody();
        return message;
    }
}
