namespace Barograph.Server.Notify;

/// <summary>Of sendMessage in Telegram's bot API. Plain text: without parse_mode nothing in it is markup.</summary>
public sealed record TelegramBody(string ChatId, string Text, bool DisableNotification);
