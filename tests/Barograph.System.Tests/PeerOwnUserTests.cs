using Barograph.SystemTests.Peer;

namespace Barograph.SystemTests;

/// <summary>Peer authentication as far as it can be shown without making Linux users: the one that the tests run as.</summary>
public sealed class PeerOwnUserTests
{
    [Fact]
    public async Task The_server_logs_in_as_its_own_user_without_a_password_and_as_nobody_else()
    {
        using var program = new ScratchFolder();
        ProductBinary binary = await ProductBinary.Default.CopyAsync(program);
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync(peer: true);
        string me = Environment.UserName;
        string admin = Shell.IsRoot ? PostgresCluster.ServerUser : PostgresCluster.Superuser;
        CommandResult setUp = (await LinuxUser.RunProductAsync(Shell.IsRoot ? admin : me, binary, null, "postgres", "setup",
            "--admin", cluster.ConnectionString("postgres", admin), "--login", me, "--ingest-login", "somebody_else", "--json")).Succeeded();
        Place place = Place.On(cluster, "barograph", me, setUp.Json.GetProperty("store").GetString()!);
        Place otherPlace = Place.On(cluster, "barograph", "somebody_else", setUp.Json.GetProperty("ingestStore").GetString()!);

        await using BarographServer server = await BarographServer.StartAsync(place);
        string token = await server.AddDeviceAsync("board", "--any-location");
        RawAnswer taken = await server.Api(token).ReportAsync("""{"location":"x","a":1}""");
        (int exitCode, string printed) = await BarographServer.StartInVainAsync(otherPlace, new ServerOptions { More = ["--part", "ingest"] });

        Assert.Equal(200, taken.Status);
        Assert.DoesNotContain("Password", setUp.Output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
        Assert.Contains("named like the role", printed, StringComparison.Ordinal);
    }
}
