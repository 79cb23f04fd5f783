using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Commands;
using Barograph.Storage;

namespace Barograph.Server.Running;

/// <summary>
/// What a new owner needs in the first minute: the set-up link while there is no owner, and at the very first start the device <c>first</c> with a line that posts.
/// Secrets go to a terminal only; where the output is redirected (a journal, a file) they are written into the data folder with mode 0600.
/// </summary>
public sealed class FirstStart(IStore store, SetupLink link, string dataFolder, TextWriter output, bool isTerminal, TimeProvider clock)
{
    private const string DeviceName = "first";
    private const string DeviceLocation = "desk";

    private string LinkFile => Path.Combine(dataFolder, "set-up-link.txt");

    private string BoardFile => Path.Combine(dataFolder, "first-board.txt");

    public async Task RunAsync(ListenAddresses addresses, CancellationToken cancel)
    {
        if ((await store.Accounts.ListAsync(cancel)).Count > 0)
        {
            ForgetLink();
            return;
        }
        string host = addresses.Local.Length > 0 ? addresses.Local : "https://YOUR-SITE";
        string url = $"{host}/setup?code={link.Open()}";
        Keep(LinkFile, url);
        Tell("Choose the owner's password with this link (it works once):", url, LinkFile);
        if ((await store.Devices.ListAsync(cancel)).Count == 0)
            await AddDeviceAsync(addresses, cancel);
    }

    /// <summary>The owner is there: the link is worth nothing any more.</summary>
    public void ForgetLink() => File.Delete(LinkFile);

    private async Task AddDeviceAsync(ListenAddresses addresses, CancellationToken cancel)
    {
        string token = TokenText.New();
        string curl = CurlLine.Report(addresses.Bound, token);
        // Kept before the device is there: a token that could not be written down would be lost, and the device with it.
        Keep(BoardFile, curl);
        NewToken right = new(TokenKind.Random, TokenText.Hash(token), TokenScope.Report, TokenReach.Placement, null, null);
        try
        {
            await store.Devices.AddAsync(new NewDevice(DeviceName, null, DeviceLocation, right, Instant.Now(clock)), cancel);
            Tell($"Post a first reading as the device \"{DeviceName}\" at \"{DeviceLocation}\":", curl, BoardFile);
        }
        catch (NameTakenException)
        {
            // Another server on the same database was first.
            File.Delete(BoardFile);
        }
    }

    private void Keep(string file, string secretLine)
    {
        if (!isTerminal)
            PrivateText.Write(file, secretLine + "\n");
    }

    private void Tell(string what, string secretLine, string file)
    {
        string line = isTerminal ? secretLine : $"see {file} (it holds a secret, so it is not printed here)";
        output.WriteLine($"{what}\n\n    {line}\n");
    }
}
