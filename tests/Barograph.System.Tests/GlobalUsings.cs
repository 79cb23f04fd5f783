global using Barograph.SystemTests.Harness;
global using Barograph.SystemTests.Load;
global using Barograph.SystemTests.Wire;
global using Barograph.TestSupport;

[assembly: AssemblyFixture(typeof(SharedCluster))]
[assembly: AssemblyFixture(typeof(SharedServers))]
[assembly: AssemblyFixture(typeof(AckBeforeCommit))]

// File modes, signals and Unix sockets are part of what is tested.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

// Servers, their database and the load share the machine with the tests: more at a time would only make them wait for each other.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
[assembly: AssemblyFixture(typeof(Barograph.SystemTests.Browser.Chromium))]
