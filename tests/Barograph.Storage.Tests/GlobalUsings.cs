global using Barograph.Storage.Tests;
global using Xunit;

[assembly: AssemblyFixture(typeof(SharedCluster))]
