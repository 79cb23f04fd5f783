using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Barograph.SystemTests.Systemd;

/// <summary>Stands in for systemd at <c>NOTIFY_SOCKET</c>: keeps what a service says, in order.</summary>
public sealed class NoticeSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ScratchFolder _folder = new();
    private readonly Lock _lock = new();
    private readonly List<string> _heard = [];

    /// <param name="isAbstract">A name of the kernel instead of a path, as newer versions of systemd and containers use it.</param>
    public NoticeSocket(bool isAbstract)
    {
        string path = _folder.File("notify");
        Name = isAbstract ? "@" + path : path;
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + path : path));
        _ = ListenAsync();
    }

    public string Name { get; }

    /// <summary>The environment that systemd would give.</summary>
    public Dictionary<string, string> Environment(TimeSpan? watchdog = null)
    {
        var variables = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Name };
        if (watchdog is { } limit)
            variables["WATCHDOG_USEC"] = ((long)limit.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
        return variables;
    }

    /// <summary>How often an assignment such as <c>READY=1</c> was heard.</summary>
    public int Count(string assignment) => Heard.Count(notice => notice.Split('\n').Contains(assignment));

    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_lock)
                return [.. _heard];
        }
    }

    public Task HearsAsync(string assignment, int times = 1) =>
        Patience.UntilAsync($"{assignment} is heard {times} times", () => Count(assignment) >= times, () => string.Join('\n', Heard));

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
            {
                int length = await _socket.ReceiveAsync(buffer);
                lock (_lock)
                    _heard.Add(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
