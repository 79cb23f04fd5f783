using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Barograph.SystemTests.Harness;

/// <summary>What some processes asked of the kernel, in order, as strace saw it: reads and writes with their text, and syncs that have returned.</summary>
public sealed partial class SystemCalls : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly ScratchFolder _folder = new();

    private SystemCalls(IEnumerable<int> processIds)
    {
        string[] ids = [.. processIds.SelectMany(id => new[] { "-p", id.ToString(CultureInfo.InvariantCulture) })];
        _strace = Shell.Start("strace", ["-f", "-y", "-ttt", "-s", "4000", "-o", File, "-e",
            "trace=read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,fsync,fdatasync", .. ids]);
    }

    private string File => _folder.File("strace");

    /// <summary>Attaches to the processes and all that they will start.</summary>
    public static async Task<SystemCalls> WatchAsync(params IEnumerable<int> processIds)
    {
        int[] ids = [.. processIds];
        var calls = new SystemCalls(ids);
        int attached = 0;
        calls._strace.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("attached", StringComparison.Ordinal) == true)
                Interlocked.Increment(ref attached);
        };
        calls._strace.BeginErrorReadLine();
        await Patience.UntilAsync("strace is attached", () => Volatile.Read(ref attached) >= ids.Length);
        return calls;
    }

    /// <summary>
    /// Whether a sync of a file whose path contains <paramref name="file"/> has returned 0 after the read of <paramref name="request"/> and before the write of
    /// <paramref name="answer"/>. Throws unless both are there.
    /// </summary>
    public async Task<bool> SyncsBetweenAsync(string request, string answer, string file)
    {
        string[] lines = [];
        int read = -1, written = -1;
        await Patience.UntilAsync($"strace has seen {request} and its answer", async () =>
        {
            lines = await System.IO.File.ReadAllLinesAsync(File);
            read = Array.FindIndex(lines, line => ReadCall().IsMatch(line) && line.Contains(request, StringComparison.Ordinal));
            written = read < 0 ? -1 : Array.FindIndex(lines, read, line => WriteCall().IsMatch(line) && line.Contains(answer, StringComparison.Ordinal));
            return written >= 0;
        });
        // A sync that was begun before the request was read says nothing about it, so it must begin and return in between.
        var begun = new HashSet<string>();
        for (int i = read + 1; i < written; i++)
        {
            string process = lines[i].Split(' ')[0];
            if (SyncCall().IsMatch(lines[i]) && lines[i].Contains(file, StringComparison.Ordinal))
            {
                if (lines[i].Contains("= 0", StringComparison.Ordinal))
                    return true;
                begun.Add(process);
            }
            else if (SyncResumed().IsMatch(lines[i]) && begun.Contains(process))
                return true;
        }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        // strace lets its processes go on.
        await Shell.SignalAsync("INT", _strace.Id);
        await _strace.WaitForExitAsync();
        _strace.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"(read|readv|recvfrom|recvmsg)(\(| resumed>)")]
    private static partial Regex ReadCall();

    [GeneratedRegex(@" (write|writev|sendto|sendmsg)\(")]
    private static partial Regex WriteCall();

    [GeneratedRegex(@" (fsync|fdatasync)\(")]
    private static partial Regex SyncCall();

    [GeneratedRegex(@"<\.\.\. (fsync|fdatasync) resumed>.*= 0")]
    private static partial Regex SyncResumed();
}
