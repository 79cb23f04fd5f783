namespace Barograph.Live;

/// <summary>One subscriber's place in the events of its selection. For one reader; holds no event itself. Dispose it when the reader is gone.</summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly LiveHub _hub;
    private readonly LiveGroup _group;
    private ReadOnlyMemory<byte>? _first;
    private long _cursor;
    private long _told;
    private bool _isDisposed;

    internal LiveSubscription(LiveHub hub, LiveGroup group, ReadOnlyMemory<byte>? first, long cursor)
    {
        _hub = hub;
        _group = group;
        _first = first;
        _cursor = cursor;
        _told = group.ToldThrough(cursor);
    }

    /// <summary>The hub is closed; nothing more comes.</summary>
    public bool IsOver => _hub.IsClosed;

    /// <summary>Completes when there is something new, or all is over. Ask for it before <see cref="TryTake"/>, so that nothing slips between.</summary>
    public Task Changed => _group.Changed;

    /// <summary>The next event as it goes over the wire; false if there is none yet.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte>? next = _first ?? _group.Take(ref _cursor, ref _told, _hub.Process);
        _first = null;
        bytes = next.GetValueOrDefault();
        return next is not null;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _hub.Leave(_group);
    }
}
