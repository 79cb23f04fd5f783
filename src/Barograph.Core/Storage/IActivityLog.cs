using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What ingest learns about devices. Appended in the background, so the last seconds before a crash may be missing: never used to decide anything.</summary>
public interface IActivityLog
{
    ValueTask AppendAsync(IReadOnlyList<DeviceActivity> activity, IReadOnlyList<DeviceRejection> rejections, CancellationToken cancel);

    /// <summary>The sum of each device's activity, one entry a device that ever reported, by device.</summary>
    ValueTask<IReadOnlyList<DeviceActivity>> SumAsync(CancellationToken cancel);

    /// <summary>The latest rejections of a device, newest first.</summary>
    ValueTask<IReadOnlyList<DeviceRejection>> RejectionsAsync(int deviceId, int atMost, CancellationToken cancel);
}
