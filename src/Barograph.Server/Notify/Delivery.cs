using Barograph.Model;

namespace Barograph.Server.Notify;

/// <summary>One attempt to send a notice.</summary>
/// <param name="Notice">From the outbox; <see cref="Notice.Attempts"/> counts this one already.</param>
/// <param name="Content">What it says.</param>
/// <param name="AcknowledgeUrl">Where somebody can say that they know; null: there is nothing to acknowledge, or nobody knows our address.</param>
public sealed record Delivery(Notice Notice, NoticeContent Content, string? AcknowledgeUrl)
{
    public string Title => Wording.Title(Content);

    /// <summary>The words, with the link.</summary>
    public string Text => AcknowledgeUrl is null ? Wording.Text(Content) : $"{Wording.Text(Content)}\n\nI know, stop repeating it:\n{AcknowledgeUrl}";

    public bool IsUrgent => Content.Urgent;
}
