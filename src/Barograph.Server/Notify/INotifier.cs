namespace Barograph.Server.Notify;

/// <summary>Sends notices to targets of one kind. Safe for any number of threads.</summary>
public interface INotifier
{
    /// <summary>Returns when the other side has taken it.</summary>
    /// <exception cref="NotifyException">It has not, or nobody knows.</exception>
    Task SendAsync(Delivery delivery, TargetSettings target, CancellationToken cancel);
}
