using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>Notices for tests.</summary>
public static class Outgoing
{
    public static Notice To(AlertTarget target, string id, Instant dueAt, params string[] episodes) =>
        new(id, target.Id, NoticeKind.Firing, episodes, """{"text":"it is wet"}""", dueAt, dueAt);
}
