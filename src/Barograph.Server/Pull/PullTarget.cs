using Barograph.Ingest;
using Barograph.Storage;

namespace Barograph.Server.Pull;

/// <summary>Where pulled readings go.</summary>
/// <param name="Store">Knows the devices.</param>
/// <param name="MayAddDevices">Whether this process may add one that is missing; the part that only takes reports may not.</param>
/// <param name="Ingest">Takes the readings.</param>
/// <param name="Clock">The time.</param>
/// <param name="Log">For what goes wrong.</param>
public sealed record PullTarget(IStore Store, bool MayAddDevices, IngestPipeline Ingest, TimeProvider Clock, ILogger Log);
