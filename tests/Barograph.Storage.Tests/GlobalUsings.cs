global using Barograph.Storage.Tests;

[assembly: AssemblyFixture(typeof(SharedCluster))]
// File modes, signals and Unix sockets are part of what is tested.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
